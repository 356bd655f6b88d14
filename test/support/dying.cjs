/**
 * Loaded into a process before its program (`--require`). SKIPWIRE_TEST_DEATHS says at which rename the process ends as by `kill -9`, before
 * the file has its name: a list of { at, nth, has, who, mark }. `at` matches the name that the file would get, `has` is in it; who: 'self', or
 * 'group' for the processes that it was started with. Each happens once: its mark is a file that is there afterwards.
 */
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const promises = require('node:fs/promises');

const deaths = JSON.parse(process.env.SKIPWIRE_TEST_DEATHS ?? '[]').map((death) => ({ ...death, seen: 0 }));
const { rename } = promises;

promises.rename = (from, to) => {
  for (const death of deaths) {
    if (!new RegExp(death.at).test(to)) continue;
    if (death.has !== undefined && !readFileSync(from, 'latin1').includes(death.has)) continue;
    death.seen++;
    if (death.seen < death.nth || existsSync(death.mark)) continue;
    writeFileSync(death.mark, '');
    process.kill(death.who === 'group' ? 0 : process.pid, 'SIGKILL');
  }
  return rename(from, to);
};
