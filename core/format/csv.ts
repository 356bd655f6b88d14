/** Records as CSV by RFC 4180: CRLF, quotes where needed and doubled inside. */
export const csvText = (records: readonly (readonly (string | number | undefined)[])[]): string =>
  records.map((record) => `${record.map(cell).join(',')}\r\n`).join('');

function cell(value: string | number | undefined): string {
  const text = value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
