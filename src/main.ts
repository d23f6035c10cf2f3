/** The composition root: the parts, the share that the page was opened for, and the page around it. */
import { compose } from './main/compose.ts';
import { keepAddressTidy } from './main/early.ts';

keepAddressTidy();
const beamline = compose();

void import('./ui/app/beam-app.ts').then(() => {
  const app = document.querySelector('beam-app');
  if (app !== null) app.beamline = beamline;
});
