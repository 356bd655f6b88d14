/** Loads every file that registers commands, in the order of the search. */
import '../../build/commands/edit';
import '../../build/commands/view';
import '../../build/commands/ablate';
import '../../build/commands/tuning';
import './file';
import '../../bin/commands';
import '../../firstStudy/commands';
import '../../studies/commands';
import '../../training/commands';
import '../../data/commands';
import '../../compare/commands';
import '../../predicting/commands';
import '../../exporting/commands';
import '../../build/commands/presets';
import './window';
import './help';
import '../preferences';
