/** A process that makes a temporary folder, prints where, and ends when its input does. */
import { verbatim } from '../../core/messages';
import { temporaryFolder } from '../../main/processes/temporary';

void temporaryFolder('skipwire-well-made-', verbatim('The test')).then((folder) => {
  process.stdout.write(`${folder}\n`);
  process.stdin.on('end', () => process.exit(0)).resume();
});
