/** Prefix of the line with the answer; TensorFlow prints other lines. */
export const PROBE_ANSWER = 'skipwire-probe ';
