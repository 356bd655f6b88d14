/** Words that Python has taken. */
export const PYTHON_KEYWORDS: readonly string[] = (
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda ' +
  'nonlocal not or pass raise return try while with False None True'
).split(' ');
