/** What names may look like. */

import * as kube from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

const rules: Record<string, kube.NameRule> = {
  IsDNS1123Label: kube.dns1123LabelErrors,
  IsDNS1123Subdomain: kube.dns1123SubdomainErrors,
  IsDNS1035Label: kube.dns1035LabelErrors,
  IsWildcardDNS1123Subdomain: kube.wildcardDns1123SubdomainErrors,
  IsQualifiedName: kube.qualifiedNameErrors,
  IsValidLabelValue: kube.labelValueErrors,
  IsCIdentifier: kube.cIdentifierErrors,
  IsConfigMapKey: kube.configMapKeyErrors,
  IsEnvVarName: kube.envVarNameErrors,
  IsHTTPHeaderName: kube.httpHeaderNameErrors,
  IsValidIP: kube.ipErrors,
  IsValidPercent: kube.percentErrors,
  IsValidPortName: kube.portNameErrors,
};

export const nameValidation = defineTopic({
  name: 'name_validation',
  run: (input: any) => ({ errors: rules[input.function]!(input.value) }),
});
