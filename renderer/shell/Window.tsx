/** The app, as soon as it is known how it was left; before that nothing but its background, or what a browser needs to sign in. */
import { useKept } from '../client/kept';
import { App } from './App';
import { SignIn } from './SignIn';

export function Window() {
  return useKept((kept) => kept.isThere) ? <App /> : <SignIn />;
}
