/** What a note prints against what is printed: what is free, what is stale, and the diff of it. */
import { expect } from 'chai';
import { compareOutput } from '../../src/notes/index.ts';

describe('comparing the output of a note', () => {
  it('leaves ages, addresses and generated names of a table free', () => {
    const noted = 'NAME                   READY   AGE   IP\nweb-7894b67f-2xb6n     1/1     8m    172.16.1.2';
    const printed = 'NAME                   READY   AGE   IP\nweb-64dd56c7b5-b6rhd   1/1     22h   10.0.0.1';
    expect(compareOutput(noted, printed)).to.equal('');
  });

  it('shows the cell that differs, the rest as printed', () => {
    const diff = compareOutput(
      'NAME   READY   AGE\nweb    0/1     8m\n',
      'NAME   READY   AGE\nweb    1/1     9m\n',
    );
    expect(diff.split('\n').slice(2)).to.deep.equal([
      '@@ -1,2 +1,2 @@',
      ' NAME   READY   AGE',
      '-web    0/1     9m',
      '+web    1/1     9m',
      '',
    ]);
  });

  it('counts the rows of a table, and takes node ports for each other', () => {
    expect(compareOutput('NAME   AGE\na      1m', 'NAME   AGE\na      1m\nb      1m')).to.contain('+b');
    expect(
      compareOutput('NAME   PORT(S)\na      80:30123/TCP', 'NAME   PORT(S)\na      80:31999/TCP'),
    ).to.equal('');
    expect(
      compareOutput('NAME   PORT(S)\na      80:30123/TCP', 'NAME   PORT(S)\na      81:31999/TCP'),
    ).to.contain('-a');
  });

  it('lets a text be an excerpt, in any order, with times and line numbers of its own', () => {
    const printed =
      'Name:  web\nCreationTimestamp:  Thu, 19 Dec 2024 12:00:00 +0000\nLabels:  <none>\nwarning: w';
    expect(
      compareOutput('CreationTimestamp:  Fri, 01 Jan 2021 21:21:59 +0900\n...\nLabels: <none>', printed),
    ).to.equal('');
    expect(compareOutput('warning: w\n   12  Name:  web', printed)).to.equal('');
    expect(compareOutput('Labels:  app=web', printed))
      .to.contain('-Labels:  app=web')
      .and.to.contain('+Labels:  <none>');
    expect(compareOutput('Name:  web\nName:  web', printed), 'a line counts once').to.contain('-Name:  web');
  });
});
