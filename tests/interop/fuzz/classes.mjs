// The differences in acceptance that are argued in docs/CONFORMANCE.md, "Differences from jsonld.js", under these names.

const jsonInMaps = /"@type":"@json"[^}]*"@container"|"@container"[^}]*"@type":"@json"/;

const classes = [
  // We refuse, jsonld.js accepts.
  {name: 'IRI characters', ours: /^invalid IRI$/},
  {name: 'lone surrogates', ours: /^not JSON$/, text: /\\u[dD][89a-fA-F]/},
  {name: 'infinite numbers', ours: /^not JSON$/, text: /1e400/},
  {name: 'members twice', ours: /^members twice$/},
  {name: 'fractions of one digit', ours: /^unsupported: a fraction with one digit and an exponent$/},
  {name: 'texts as doubles', ours: /^unsupported: a text of type xsd:double/},
  {name: 'lists three deep', ours: /^unsupported: an array in an array in an array of a list$/},
  {name: 'null sets', ours: /^dropped: a null @set$/},
  {name: 'JSON literals in maps', ours: /^unsupported: an object under a term that is both @json and a map$/},
  {name: 'statements said in two ways', ours: /^unsupported: one statement said in two ways/},
  {name: 'propagation beside others', ours: /^unsupported: @propagate: false (in an array of contexts|at the top of a context document)$/},
  {name: 'terms that change in their own scope', ours: /^unsupported: a term that its own scoped context defines otherwise$/},
  {name: 'id maps leave a type', ours: /^unsupported: an id map that says something else under the context of a type$/},
  {name: 'base direction', ours: /^unsupported: @direction$/},
  {name: 'keywords as members', ours: /^undefined term$/, message: /^[^ ]*: the term "@/},
  {name: 'links like keywords', ours: /^invalid: invalid @id value$/, message: /no keyword expected/},
  {name: 'empty links', ours: /^relative IRI$/, message: /"" is a relative IRI/},
  {name: 'id maps leave a type', ours: /^undefined term$/, text: /"@container":("@id"|\[[^\]]*"@id")/},
  {name: 'two datatypes', ours: /^invalid: invalid typed value$/},
  {name: 'values that are arrays', ours: /^invalid: invalid value object value$/, text: /"@value":\[/},
  {name: 'null languages', ours: /^(invalid: invalid language-tagged string|dropped: @language without @value)$/},
  {name: 'language tags', ours: /^invalid: invalid (language mapping|default language|language-tagged string|language map value)$/},
  {name: 'flags that are no booleans', ours: /^invalid: invalid @(protected|propagate|prefix) value$/},
  {name: 'relative bases', ours: /^invalid: invalid base IRI$/},
  {name: 'relative index properties', ours: /^invalid: (invalid term definition|cyclic IRI mapping)$/, text: /"@index":/},
  {name: 'blank datatypes', ours: /^invalid: invalid type mapping$/, text: /"_:/},
  {name: 'scoped contexts', ours: /^invalid: invalid scoped context$/},
  {name: 'values in graphs', ours: /^dropped: a value that is not a node in a graph$/},
  {name: 'empty nodes', ours: /^dropped: an object that says nothing about its node$/},
  {name: 'a set of one value in a list', ours: /^unsupported: a single value under @set within a list$/},
  {name: 'lists and sets beside more', ours: /^invalid: invalid set or list object$/},
  {name: 'values in id and type maps', ours: /^invalid: invalid value object$/},
  {name: 'blank node properties', ours: /^dropped: a property that is a blank node$/},
  // jsonld.js refuses, we accept.
  {name: 'unprotected contexts', theirs: /^(cyclic IRI mapping|invalid scoped context)$/, text: /"@protected":false/},
  {name: 'relative vocabularies', theirs: /^relative @vocab reference$|^invalid scoped context$/, text: /"@vocab":"/},
  {name: 'aliases that are no prefixes', theirs: /^invalid (term definition|scoped context)$/, text: /"@prefix":false/},
  {name: 'JSON literals in maps', theirs: /./, text: jsonInMaps},
  {name: 'values under @none', theirs: /^invalid value object$/, text: /"@none"/},
  {name: 'white space in IRIs', theirs: /^(relative (@id|@type|object|subject|predicate|graph) reference|invalid IRI mapping)$/, text: /[\u0085\u00a0\u2028\u2029\ufeff]|\\u(0085|00a0|2028|2029|feff)/i},
  {name: 'two indexes of one node', theirs: /^conflicting indexes$/},
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
