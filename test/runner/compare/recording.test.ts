/** Recordings: what was recorded is compared as if it were there, and what is no recording is refused with the reason. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { createSimulatorBackend } from '../../../src/backends/index.ts';
import { planScenarios, recordScenario, selectScenarios } from '../../../src/runner/index.ts';
import type { Recording } from '../../../src/runner/index.ts';
import { play } from '../../cli/fake-terminal.ts';
import { scenario, withFolder } from '../../cli/temporary-folder.ts';

const scale = resolve('scenarios/infra-kubernetes/3.2.3-scale.yaml');

const { selected } = await selectScenarios({
  paths: ['scenarios/kubernetes-basics/configuration.yaml'],
  cwd: process.cwd(),
});
const [planned] = await planScenarios(selected);

/** Records the scenario into a.json and hands over what is in it. */
const withRecording = (use: (cwd: string, recording: Recording) => Promise<void>): Promise<void> =>
  withFolder({}, async (cwd) => {
    const { code, out, err } = await play(['record', 'simulator', scale, '--output', 'a.json'], { cwd });
    expect(code, err).to.equal(0);
    expect(out).to.contain('1 scenario, 4 checkpoints written to');
    await use(cwd, JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8')) as Recording);
  });

describe('recording', () => {
  it('is equal to the lab it was made of, on either side', () =>
    withRecording(async (cwd) => {
      for (const sides of [
        ['a.json', 'simulator'],
        ['simulator', 'a.json'],
        ['a.json', 'a.json'],
      ]) {
        const { code, out } = await play(['compare', ...sides, scale], { cwd });
        expect(code, out).to.equal(0);
        expect(out).to.contain('4 of 4 checkpoints equal (100.0 %)');
      }
    }));

  it('differs where the other lab does, or where it was changed', () =>
    withRecording(async (cwd, recording) => {
      const other = await play(['compare', 'a.json', 'simulator', scale, '--kubernetes', '1.34'], { cwd });
      expect(other.code).to.equal(1);
      expect(other.out).to.contain('≠').and.to.contain('> 1 objects');
      const { objects } = recording.scenarios[0]!.recording;
      const pod = objects.findIndex(({ kind }) => kind === 'Pod');
      const text = JSON.stringify(recording).replaceAll(
        '"restartPolicy":"Always"',
        '"restartPolicy":"Never"',
      );
      expect(pod).to.be.at.least(0);
      writeFileSync(join(cwd, 'b.json'), text);
      const changed = await play(['compare', 'a.json', 'b.json', scale], { cwd });
      expect(changed.code).to.equal(1);
      expect(changed.out).to.contain('spec.restartPolicy').and.to.contain('< Always');
    }));

  it('holds each version of an object once, and no secrets', async () => {
    const { lab } = planned!;
    const recorded = await recordScenario(planned!, createSimulatorBackend({ lab, seed: 1 }), {
      seed: 1,
      emit: () => undefined,
      isInterrupted: () => false,
    });
    const { objects } = recorded.recording;
    const versions = objects.map(({ metadata }) => `${metadata.uid}/${metadata.resourceVersion}`);
    expect(new Set(versions).size).to.equal(versions.length);
    expect(recorded.steps.length).to.be.greaterThan(3);
    const secrets = objects.filter(({ kind }) => kind === 'Secret');
    expect(secrets.length).to.be.greaterThan(0);
    for (const secret of secrets) expect(secret).to.not.have.property('data');
  });

  it('of a scenario that has other steps now is not compared', () =>
    withFolder(
      {
        'scenarios/a.yaml': scenario(
          'one',
          'kubectl: create namespace shop\nexpect: [{namespace/shop: {status: {phase: Active}}}]',
        ),
      },
      async (cwd) => {
        await play(['record', 'simulator', '--output', 'a.json'], { cwd });
        writeFileSync(
          join(cwd, 'scenarios/a.yaml'),
          scenario(
            'one',
            'kubectl: create namespace house\nexpect: [{namespace/house: {status: {phase: Active}}}]',
          ),
        );
        const { out, err } = await play(['compare', 'a.json', 'simulator'], { cwd });
        expect(out, err)
          .to.contain('– the scenario has other steps than when it was recorded')
          .and.to.contain('0 of 0');
        const missing = await play(['compare', 'a.json', 'simulator', scale], { cwd });
        expect(missing.code).to.equal(5);
        expect(missing.err).to.contain('none of the scenarios could be compared');
      },
    ));

  it('is refused when it is none, of another version, or damaged', () =>
    withRecording(async (cwd, recording) => {
      const said = async (text: string): Promise<string> => {
        writeFileSync(join(cwd, 'b.json'), text);
        const { code, err } = await play(['compare', 'b.json', 'simulator', scale], { cwd });
        expect(code, err).to.equal(4);
        return err;
      };
      const json = (changes: object): string => JSON.stringify({ ...recording, ...changes });
      expect(await said('{')).to.contain('b.json is no JSON');
      expect(await said('[]')).to.contain('its kind is undefined');
      expect(await said(json({ kind: 'MatrixRecord' }))).to.contain('its kind is "MatrixRecord"');
      expect(await said(json({ recordingVersion: undefined }))).to.contain('it was not made by "record"');
      expect(await said(json({ recordingVersion: 2 }))).to.contain(
        'is a recording of version labproof.dev/v1alpha1/2, this labproof reads labproof.dev/v1alpha1/1',
      );
      expect(await said(json({ seeds: 'none' }))).to.contain('is a damaged recording: /seeds must be array');
      const [first] = recording.scenarios;
      expect(await said(json({ scenarios: [{ ...first, recording: undefined }] }))).to.contain(
        'scale has no states',
      );
      const gone = await play(['compare', 'none.json', 'simulator', scale], { cwd });
      expect(gone.err).to.contain('the recording none.json cannot be read');
    }));
});
