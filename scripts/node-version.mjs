/**
 * `null`, or a sentence that says which Node is needed. NestJS 12 is loaded by `require` of ES modules, which came with
 * 20.19 and 22.12; the odd 21 never had it.
 */
export function refusalOfNode(version) {
  const [major, minor] = version.split('.').map(Number);
  const able = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  return able ? null : `Throughline needs Node 20.19 or newer (of the 22 line 22.12; recommended: 24). This is Node ${version}.`;
}
