// FORGE-REVIEW(FS6207): an inline script, which Forge's content policy stops, is a file of the bundle
var shared = load('42');
