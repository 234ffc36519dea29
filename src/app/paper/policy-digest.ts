import { useEffect, useState } from 'react';
import { policySha256 } from '../../catalogue/policy-hash.ts';
import type { Policy } from '../../core/policy/policy.ts';

/** The hash of a policy; undefined until it is worked out, which browsers do beside the page. */
export function usePolicyDigest(policy: Policy): string | undefined {
  const [digest, setDigest] = useState<string>();
  useEffect(() => {
    let isStill = true;
    void policySha256(policy).then((made) => isStill && setDigest(made));
    return () => {
      isStill = false;
    };
  }, [policy]);
  return digest;
}
