/** The colors of the window are those of its figures and reports. */
export * from '../../../core/figures/colors';
