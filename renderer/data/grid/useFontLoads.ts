import { useSyncExternalStore } from 'react';

let loads = 0;

function subscribe(listener: () => void): () => void {
  const told = () => {
    loads++;
    listener();
  };
  document.fonts.addEventListener('loadingdone', told);
  return () => document.fonts.removeEventListener('loadingdone', told);
}

/** Changes when fonts have come: a canvas stays with the fallback that it was drawn with before. */
export const useFontLoads = (): number => useSyncExternalStore(subscribe, () => loads);
