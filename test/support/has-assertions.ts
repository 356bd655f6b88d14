/** A test that comes to its end without a single expectation fails: a loop over nothing, a callback that was never called. */
beforeEach(() => expect.hasAssertions());
