import { endWhenReaderLeaves, lostOutput } from './output/output';
import { run } from './program';

endWhenReaderLeaves();
void run(process.argv.slice(2)).then((code) => {
  process.exitCode = code || (lostOutput() ? 1 : 0);
});
