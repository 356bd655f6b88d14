"""The table of operators that Skipwire holds to Keras: one file per family, each with a list `CASES`.

To add a family, add a file here, name it in FAMILIES, and run make_operator_fixtures.py with its name.
The test (test/integration/compiler/operators.test.ts) takes every file of fixtures/operators by itself.
"""

FAMILIES = ["convolution", "pooling", "normalisation", "resampling", "activation", "merge", "shape"]
