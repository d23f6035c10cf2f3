/**
 * Makes sure that the lab can run: npm run lab:tools. It installs only what is missing, by apt-get on Debian and
 * Ubuntu. If that is not possible, it is no failure: the tests then leave the lab out, and say so.
 */
import { missingForLab, missingPrograms } from '../test/lab/prerequisites.ts';
import { installByApt } from './apt.ts';

const DEBIAN_PACKAGES = ['coturn', 'gcc', 'iproute2', 'libc6-dev', 'nftables', 'openssl', 'util-linux'];

if (missingPrograms().length > 0) installByApt(DEBIAN_PACKAGES);
const missing = missingForLab();
console.log(missing.length === 0 ? 'The lab can run here.' : `The lab cannot run here: ${missing.join('; ')}`);
