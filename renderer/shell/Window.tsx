/** The app, as soon as the state in which it was left is known. */
import { useKept } from '../client/kept';
import { useLanguage } from '../state/language';
import { App } from './App';
import { SignIn } from './SignIn';

export function Window() {
  const language = useLanguage((state) => state.language);
  const isThere = useKept((kept) => kept.isThere);
  // Texts are made while rendering, so a new language renders everything again.
  return isThere ? <App key={language} /> : <SignIn key={language} />;
}
