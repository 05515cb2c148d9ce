import { expect, test } from './world.ts';
import { call } from './harvest.ts';
test('probe', async ({ enter, colleague }) => {
  const t = Date.now();
  const keys = await colleague.createAll(Array.from({ length: 5 }, (_, n) => ({ description: `Key ${n}`, permissions: ['candidates.list'] })));
  console.log('5 keys', Date.now() - t);
  console.log(await call(keys[0].key, 'candidates.list'), await call(keys[0].key, 'jobs.list'));
  const page = await enter();
  console.log('in', Date.now() - t);
  await expect(page.getByRole('row')).toHaveCount(6);
  console.log('rows', Date.now() - t);
  await page.screenshot({ path: '/tmp/probe.png' });
});
