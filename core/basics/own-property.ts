/** What a record itself holds for a name that people choose; nothing for `constructor` and whatever else all objects inherit. */
export function own<Value>(
  record: Readonly<Partial<Record<string, Value>>>,
  name: string,
): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
