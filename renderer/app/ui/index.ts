export { EmptyState } from './EmptyState';
export { Field } from './Field';
export { Mono } from './Mono';
export { Panel } from './Panel';
export { SectionHead } from './SectionHead';
export { Stat, StatRow } from './Stat';
