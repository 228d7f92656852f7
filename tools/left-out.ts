/** Says after `npm test` what it leaves out, and how to run it. */
import { share } from '../test/draw.js';

if (share !== 'every')
  process.stdout.write(
    'Left out: all but a draw of the seeded faults, alone, in pairs, in a second organization and through an endpoint, of the links of alarms, of seeds and of inputs to laws (EVERY_FAULT=true npm test; bash .ci/full plays all of them).\n',
  );
process.stdout.write('Left out: clients nobody here wrote (npm run test:clients; needs Python 3 and PyPI).\n');
process.stdout.write('Left out: drills of a real LocalStack (npm run test:localstack; needs Docker).\n');
process.stdout.write('Left out: drills of a moto server (npm run test:moto; needs Python 3 and PyPI).\n');
process.stdout.write("Left out: the package as it is packed (npm run test:package; needs npm's registry).\n");
process.stdout.write('Left out: reports in a browser (npm run test:browser; needs Chromium and pdftotext).\n');
