/** Prints one last line, `N passed, N failed, N skipped`, that any CI can read. */
class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const suitesThatDidNotRun = results.numRuntimeErrorTestSuites;
    const failed = results.numFailedTests + suitesThatDidNotRun;
    const line = `${results.numPassedTests} passed, ${failed} failed, ${results.numPendingTests} skipped`;
    // Jest's own summary comes after this hook.
    process.once('exit', () => console.log(line));
  }
}

module.exports = ClosingLineReporter;
