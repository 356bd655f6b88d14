export * from './add';
export * from './arrange';
export * from './clipboard';
export * from './edit';
export * from './history';
export * from './open';
export * from './shortcuts';
export * from './tuning';
