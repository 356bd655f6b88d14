/** The app, as soon as it is known how it was left; before that nothing but its background, or what a browser needs to sign in. */
import { useKept } from '../client/kept';
import { useLanguage } from '../state/language';
import { App } from './App';
import { SignIn } from './SignIn';

export function Window() {
  const language = useLanguage((state) => state.language);
  const isThere = useKept((kept) => kept.isThere);
  // Everything is made again in a new language: texts are made while rendering.
  return isThere ? <App key={language} /> : <SignIn key={language} />;
}
