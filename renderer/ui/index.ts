export { EmptyState } from './EmptyState';
export { Field } from './Field';
export { type ListColumn, ListTable } from './ListTable';
export { Mono } from './Mono';
export { Note } from './Note';
export { Panel } from './Panel';
export { Remarks } from './Remarks';
export { SectionHead } from './SectionHead';
export { Stat, StatRow } from './Stat';
