/**
 * Bounds of one message from the window to the browser host, which refuses others before it looks at what they say. The
 * largest that is needed is a study of several drawn networks: ResNet-152 has 0.2 MB and 7,000 values.
 */

/** A network of 20,000 layers still fits. */
export const MOST_MESSAGE_BYTES = 8 * 1024 * 1024;
/** Objects and arrays in each other: a graph's parameters lie nine deep. */
export const DEEPEST_MESSAGE = 24;
/** Numbers, texts, objects and so on, names of fields included. */
export const MOST_MESSAGE_VALUES = 500_000;
