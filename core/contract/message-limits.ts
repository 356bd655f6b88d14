/**
 * The host refuses larger messages before it reads them. The largest that is needed is a document with its undo history:
 * ResNet-152 has 0.2 MB and 7,000 values.
 */
export const MOST_MESSAGE_BYTES = 16 * 1024 * 1024;
/** Nested objects and arrays; a graph's parameters are nine deep. */
export const DEEPEST_MESSAGE = 24;
/** Numbers, texts, objects and so on, and names of fields. */
export const MOST_MESSAGE_VALUES = 1_000_000;
