/** `cpu`, `gpu` or `gpu:N`: what training runs on, as a person may write it. */

export type DeviceChoice = { device: 'cpu' } | { device: 'gpu'; index?: number };

/** Undefined for anything else. */
export function readDeviceChoice(text: string): DeviceChoice | undefined {
  if (text === 'cpu') return { device: 'cpu' };
  const [, index] = /^gpu(?::(\d{1,3}))?$/.exec(text) ?? [undefined, null];
  if (index === null) return undefined;
  return { device: 'gpu', ...(index === undefined ? {} : { index: Number(index) }) };
}
