/** A page that shows one state, for pictures: harness.html?state=home&locale=ko. */
import { switchLocale } from '../../../src/ui/strings/locale.ts';
import { mountState, settled } from './mount.ts';
import { STATES } from './states.ts';

const asked = new URLSearchParams(location.search);
await switchLocale(asked.get('locale') === 'ko' ? 'ko' : 'en');
const state = STATES[asked.get('state') ?? 'home'];
if (state === undefined) throw new Error('no such state');
await import('qr');
await mountState(state);
await settled();
document.documentElement.dataset['ready'] = '';
