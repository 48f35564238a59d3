// Each of these looks at a member without calling it.
if (window.AP && window.AP.confluence) { done(); }
if (!AP.history) { done(); }
if (typeof AP.flag !== 'undefined' && AP.dialog.getButton) { done(); }
const wide = AP.resize ? 1 : 2;
while (AP.user) { break; }
const data = AP.dialog.customData;
const { customData: again } = AP.dialog;
const product = AP._data.options.productContext;
// A name for a member is no use of it, and neither is `AP` itself.
const nav = AP.navigator;
const later = AP.getLocation;
if (AP) { done(); }
const own = { customData: 1, _data: { options: 2 } };
done(own.customData, own._data.options);
