// The differences in acceptance that are argued in docs/CONFORMANCE.md, "Differences from jsonld.js", under these names.

/** Characters that RFC 3987 does not allow in an IRI and jsonld.js escapes. */
const classes = [
  // We refuse, jsonld.js accepts.
  {name: 'IRI characters', ours: /^invalid IRI$/},
  {name: 'lone surrogates', ours: /^not JSON$/, message: /surrogate|hex escape/},
  {name: 'infinite numbers', ours: /^not JSON$/, message: /number out of range/},
  {name: 'base direction', ours: /^unsupported: @direction$/},
  {name: 'imported contexts', ours: /^unsupported: @import$/},
  {name: 'keywords as members', ours: /^undefined term$/, message: /the term "@/},
  {name: 'id maps leave a type', ours: /^undefined term$/, text: /"@id"/},
  {name: 'two datatypes', ours: /^invalid: invalid typed value$/},
  {name: 'empty links', ours: /^relative IRI$/, message: /"" is a relative IRI/},
  {name: 'null languages', ours: /^(invalid: invalid language-tagged string|dropped: @language without @value)$/},
  {name: 'language tags', ours: /^invalid: invalid (language mapping|default language|language-tagged string|language map value)$/},
  {name: 'flags that are no booleans', ours: /^invalid: invalid @(protected|propagate|prefix) value$/},
  {name: 'values in graphs', ours: /^dropped: a value that is not a node in a graph$/},
  {name: 'empty nodes', ours: /^dropped: an object that says nothing about its node$/},
  {name: 'one value set in a list', ours: /^unsupported: a single value under @set within a list$/},
  {name: 'lists and sets beside more', ours: /^invalid: invalid set or list object$/},
  {name: 'values in id maps and type maps', ours: /^invalid: invalid value object$/},
  {name: 'blank node properties', ours: /^dropped: a property that is a blank node$/},
  // jsonld.js refuses, we accept.
  {name: 'unprotected contexts', theirs: /^cyclic IRI mapping$/, text: /"@protected":false/},
  {name: 'relative vocabularies', theirs: /^relative @vocab reference$|^invalid scoped context$/, text: /"@vocab":"/},
  {name: 'values in id maps', theirs: /^invalid value object$/},
  {name: 'limits of work', theirs: /^too complex$/},
];

/** The class that explains why only one of both accepts. */
export function classOf(ours, theirs) {
  return classes.find(one =>
    (one.ours ? ours.refused !== undefined && one.ours.test(ours.refused) : theirs.refused !== undefined && one.theirs.test(theirs.refused))
    && (!one.message || one.message.test(ours.message))
    && (!one.text || one.text.test(ours.text)));
}

/** Their names, each of which the documentation must argue. */
export const names = classes.map(({name}) => name);
