/**
 * Sees to it that the lab can run: npm run lab:tools. Installs only what is missing, by apt-get on Debian and Ubuntu.
 * Not being able to is no failure: the tests leave the lab out then, and say so.
 */
import { missingForLab, missingPrograms } from '../test/lab/prerequisites.ts';
import { installByApt } from './apt.ts';

const DEBIAN_PACKAGES = ['coturn', 'gcc', 'iproute2', 'libc6-dev', 'nftables', 'openssl', 'util-linux'];

if (missingPrograms().length > 0) installByApt(DEBIAN_PACKAGES);
const missing = missingForLab();
console.log(missing.length === 0 ? 'The lab can run here.' : `The lab cannot run here: ${missing.join('; ')}`);
