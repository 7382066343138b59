// Command kube-facts reads the published Go modules k8s.io/api and k8s.io/apimachinery of many Kubernetes minors and
// writes one compact table of facts: every API type, its fields in Go's order, and since and until which minor each exists.
//
//	go run . > ../../src/kube/facts/go-types.ts
//	go run . numbers > ../../src/kube/facts/go-field-numbers.ts
//	go run . markers > ../../src/kube/facts/go-markers.ts
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"sort"
	"strconv"
	"strings"
)

const firstMinor, lastMinor = 18, 36

// field is one field of a struct as one minor declares it.
type field struct {
	goName, jsonName, goType    string
	omitEmpty, inline, embedded bool
	patchStrategy, mergeKey     string
}

// listFacts are the +listType and +listMapKey markers; older minors lack them, so they are no part of a field's identity.
type listFacts struct{ listType, mapKey string }

var lists = map[string]listFacts{}

// marks are the markers by which server-side apply merges, by minor and type ("core/v1.ObjectReference") or field ("core/v1.Container.Ports").
type marks struct {
	List    string   `json:"list,omitempty"`
	Keys    []string `json:"keys,omitempty"`
	Map     string   `json:"map,omitempty"`
	Default any      `json:"default,omitempty"`
}

var marksByMinor = map[int]map[string]marks{}
var readingMinor int

// note keeps the markers of a comment.
func note(name string, docs ...*ast.CommentGroup) {
	var found marks
	for _, doc := range docs {
		for _, value := range marker(doc, "listType") {
			found.List = value
		}
		found.Keys = append(found.Keys, marker(doc, "listMapKey")...)
		for _, kind := range []string{"mapType", "structType"} {
			for _, value := range marker(doc, kind) {
				found.Map = value
			}
		}
		for _, value := range marker(doc, "default") {
			var literal any
			if json.Unmarshal([]byte(value), &literal) == nil {
				found.Default = literal
			}
		}
	}
	if found.List == "" && found.Map == "" && found.Default == nil {
		return
	}
	if marksByMinor[readingMinor] == nil {
		marksByMinor[readingMinor] = map[string]marks{}
	}
	marksByMinor[readingMinor][name] = found
}

// numbers are the fields' numbers in protobuf, by type and Go name; a number never changes.
var numbers = map[string]map[string]int{}

// remember keeps the number of a tag like protobuf:"bytes,1,opt,name=metadata".
func remember(owner, goName, tag string) {
	parts := strings.Split(tag, ",")
	if len(parts) < 2 {
		return
	}
	number, err := strconv.Atoi(parts[1])
	if err != nil {
		return
	}
	if numbers[owner] == nil {
		numbers[owner] = map[string]int{}
	}
	numbers[owner][goName] = number
}

// declared is one named type of one minor: a struct's fields, or the type underneath.
type declared struct {
	fields     []field
	underlying string
}

type moduleInfo struct{ Dir, Version string }

func download(module string) moduleInfo {
	out, err := exec.Command("go", "mod", "download", "-json", module).Output()
	if err != nil {
		fail("go mod download %s: %v", module, err)
	}
	var info moduleInfo
	if err := json.Unmarshal(out, &info); err != nil {
		fail("go mod download %s: %v", module, err)
	}
	return info
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

// typeText prints a type expression with package paths ("core/v1.Container") instead of import names.
func typeText(expr ast.Expr, pkg string, imports map[string]string) string {
	switch t := expr.(type) {
	case *ast.Ident:
		if ast.IsExported(t.Name) || t.Name == "int64Amount" || t.Name == "infDecAmount" {
			return pkg + "." + t.Name
		}
		return t.Name
	case *ast.StarExpr:
		return "*" + typeText(t.X, pkg, imports)
	case *ast.ArrayType:
		return "[]" + typeText(t.Elt, pkg, imports)
	case *ast.MapType:
		return "map[" + typeText(t.Key, pkg, imports) + "]" + typeText(t.Value, pkg, imports)
	case *ast.SelectorExpr:
		name := t.X.(*ast.Ident).Name
		path, known := imports[name]
		if !known {
			path = name
		}
		return path + "." + t.Sel.Name
	case *ast.InterfaceType:
		return "interface{}"
	case *ast.StructType:
		return "struct{}"
	default:
		return "?"
	}
}

func shortPath(path string) string {
	path = strings.TrimPrefix(path, "k8s.io/api/")
	path = strings.TrimPrefix(path, "k8s.io/apimachinery/pkg/apis/")
	path = strings.TrimPrefix(path, "k8s.io/apimachinery/pkg/")
	return path
}

func marker(doc *ast.CommentGroup, name string) []string {
	var found []string
	if doc == nil {
		return nil
	}
	for _, line := range doc.List {
		text := strings.TrimSpace(strings.TrimPrefix(line.Text, "//"))
		if value, ok := strings.CutPrefix(text, "+"+name+"="); ok {
			found = append(found, strings.TrimSpace(value))
		}
	}
	return found
}

func readPackage(dir, pkg string, into map[string]declared) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		fail("%v", err)
	}
	for _, file := range files {
		base := filepath.Base(file)
		if strings.HasSuffix(base, "_test.go") || strings.HasPrefix(base, "generated") || strings.HasPrefix(base, "zz_") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			fail("%v", err)
		}
		imports := map[string]string{}
		for _, spec := range parsed.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			name := filepath.Base(path)
			if spec.Name != nil {
				name = spec.Name.Name
			}
			imports[name] = shortPath(path)
		}
		for _, decl := range parsed.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok || general.Tok != token.TYPE {
				continue
			}
			for _, spec := range general.Specs {
				typeSpec := spec.(*ast.TypeSpec)
				name := pkg + "." + typeSpec.Name.Name
				note(name, general.Doc, typeSpec.Doc)
				structType, ok := typeSpec.Type.(*ast.StructType)
				if !ok {
					into[name] = declared{underlying: typeText(typeSpec.Type, pkg, imports)}
					continue
				}
				into[name] = declared{fields: readFields(structType, name, pkg, imports)}
			}
		}
	}
}

func readFields(structType *ast.StructType, owner, pkg string, imports map[string]string) []field {
	var fields []field
	for _, f := range structType.Fields.List {
		goType := typeText(f.Type, pkg, imports)
		var tag reflect.StructTag
		if f.Tag != nil {
			text, _ := strconv.Unquote(f.Tag.Value)
			tag = reflect.StructTag(text)
		}
		parts := strings.Split(tag.Get("json"), ",")
		one := field{
			jsonName: parts[0], goType: goType,
			patchStrategy: tag.Get("patchStrategy"), mergeKey: tag.Get("patchMergeKey"),
		}
		for _, option := range parts[1:] {
			one.omitEmpty = one.omitEmpty || option == "omitempty"
			one.inline = one.inline || option == "inline"
		}
		if len(f.Names) == 0 {
			one.embedded = true
			one.inline = one.inline || one.jsonName == ""
			one.goName = goType[strings.LastIndexAny(goType, ".*")+1:]
			remember(owner, one.goName, tag.Get("protobuf"))
			fields = append(fields, one)
			continue
		}
		for _, name := range f.Names {
			copied := one
			copied.goName = name.Name
			note(owner+"."+name.Name, f.Doc)
			remember(owner, name.Name, tag.Get("protobuf"))
			if kind := strings.Join(marker(f.Doc, "listType"), ","); kind != "" {
				lists[owner+"."+name.Name] = listFacts{kind, strings.Join(marker(f.Doc, "listMapKey"), ",")}
			}
			fields = append(fields, copied)
		}
	}
	return fields
}

// readMinor answers every type declared by the API of 1.<minor>, by "group/version.Name".
func readMinor(minor int) (map[string]declared, []string) {
	types := map[string]declared{}
	readingMinor = minor
	api := download(fmt.Sprintf("k8s.io/api@v0.%d.0", minor))
	machinery := download(fmt.Sprintf("k8s.io/apimachinery@v0.%d.0", minor))
	versions, err := filepath.Glob(filepath.Join(api.Dir, "*", "v[0-9]*"))
	if err != nil {
		fail("%v", err)
	}
	for _, dir := range versions {
		rel, _ := filepath.Rel(api.Dir, dir)
		readPackage(dir, filepath.ToSlash(rel), types)
	}
	readPackage(filepath.Join(machinery.Dir, "pkg/apis/meta/v1"), "meta/v1", types)
	readPackage(filepath.Join(machinery.Dir, "pkg/api/resource"), "api/resource", types)
	readPackage(filepath.Join(machinery.Dir, "pkg/util/intstr"), "util/intstr", types)
	readPackage(filepath.Join(machinery.Dir, "pkg/runtime"), "runtime", types)
	return types, []string{"k8s.io/api@" + api.Version, "k8s.io/apimachinery@" + machinery.Version}
}

// kept says which types belong to the table: those reachable from objects (a TypeMeta inside).
func reachable(types map[string]declared) map[string]bool {
	seen := map[string]bool{}
	var visit func(goType string)
	visit = func(goType string) {
		for {
			if rest, ok := strings.CutPrefix(goType, "*"); ok {
				goType = rest
			} else if rest, ok := strings.CutPrefix(goType, "[]"); ok {
				goType = rest
			} else if strings.HasPrefix(goType, "map[") {
				visit(goType[4:strings.Index(goType, "]")])
				goType = goType[strings.Index(goType, "]")+1:]
			} else {
				break
			}
		}
		if seen[goType] {
			return
		}
		one, ok := types[goType]
		if !ok {
			return
		}
		seen[goType] = true
		if one.underlying != "" {
			visit(one.underlying)
		}
		for _, f := range one.fields {
			visit(f.goType)
		}
	}
	for name, one := range types {
		if strings.HasPrefix(name, "imagepolicy") || strings.HasSuffix(name, "List") || strings.HasPrefix(name, "runtime.") {
			continue
		}
		for _, f := range one.fields {
			if f.embedded && f.goType == "meta/v1.TypeMeta" {
				visit(name)
			}
		}
	}
	return seen
}

// outField is a row of the table: the field and the minors in which exactly this declaration stands at this place.
type outField struct {
	field
	since, until int // until 0: still there in the last minor
	minors       []int
}

// merge gives a field that left and came back a row for each stay. It lays the field lists of all minors over each other, keeping Go's order (it decides a pod template's hash).
func merge(lists map[int][]field) []outField {
	var merged []outField
	for minor := firstMinor; minor <= lastMinor; minor++ {
		position := 0
		for _, f := range lists[minor] {
			found := -1
			for i := position; i < len(merged); i++ {
				if merged[i].field == f {
					found = i
					break
				}
			}
			if found < 0 {
				merged = append(merged[:position], append([]outField{{field: f}}, merged[position:]...)...)
				found = position
			}
			merged[found].minors = append(merged[found].minors, minor)
			position = found + 1
		}
	}
	var split []outField
	for _, one := range merged {
		start := one.minors[0]
		for i, minor := range one.minors {
			if i+1 < len(one.minors) && one.minors[i+1] == minor+1 {
				continue
			}
			interval := outField{field: one.field, since: start}
			if minor != lastMinor {
				interval.until = minor
			}
			split = append(split, interval)
			if i+1 < len(one.minors) {
				start = one.minors[i+1]
			}
		}
	}
	return split
}

func main() {
	byMinor := map[int]map[string]declared{}
	names := map[string]bool{}
	var provenance []string
	for minor := firstMinor; minor <= lastMinor; minor++ {
		types, sources := readMinor(minor)
		provenance = append(provenance, sources...)
		kept := reachable(types)
		byMinor[minor] = map[string]declared{}
		for name := range kept {
			byMinor[minor][name] = types[name]
			names[name] = true
		}
	}
	sorted := make([]string, 0, len(names))
	for name := range names {
		sorted = append(sorted, name)
	}
	sort.Strings(sorted)
	if len(os.Args) > 1 && os.Args[1] == "numbers" {
		printNumbers(sorted)
		return
	}

	if len(os.Args) > 1 && os.Args[1] == "markers" {
		printMarkers(names, provenance)
		return
	}

	table := map[string]any{}
	for _, name := range sorted {
		byMinorFields := map[int][]field{}
		underlying := ""
		since, until := 0, 0
		for minor := firstMinor; minor <= lastMinor; minor++ {
			one, ok := byMinor[minor][name]
			if !ok {
				continue
			}
			if since == 0 {
				since = minor
			}
			until = minor
			byMinorFields[minor] = one.fields
			underlying = one.underlying
		}
		if until == lastMinor {
			until = 0
		}
		entry := map[string]any{}
		if since != firstMinor {
			entry["since"] = since
		}
		if until != 0 {
			entry["until"] = until
		}
		if underlying != "" {
			entry["is"] = underlying
		} else {
			var rows []any
			for _, f := range merge(byMinorFields) {
				rows = append(rows, row(f, lists[name+"."+f.goName]))
			}
			entry["fields"] = rows
		}
		table[name] = entry
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	fmt.Println("/** The Go types of the Kubernetes API, minor by minor. Generated by tools/kube-facts: do not edit. */")
	fmt.Println("export const goTypesJson = (): string => String.raw`")
	fmt.Printf("{\"provenance\":")
	must(encoder.Encode(provenance))
	fmt.Printf(",\"firstMinor\":%d,\"lastMinor\":%d,\"types\":{\n", firstMinor, lastMinor)
	for i, name := range sorted {
		text, err := json.Marshal(table[name])
		must(err)
		comma := ","
		if i == len(sorted)-1 {
			comma = ""
		}
		fmt.Printf("%q:%s%s\n", name, text, comma)
	}
	fmt.Println("}}`;")
}

// printNumbers writes a line for each type that has a form in protobuf.
func printNumbers(names []string) {
	fmt.Println("/** The numbers of the API's fields in protobuf, by Go type and name. Generated by tools/kube-facts: do not edit. */")
	fmt.Println("export const goFieldNumbersJson = (): string => String.raw`{")
	separator := ""
	for _, name := range names {
		if numbers[name] == nil {
			continue
		}
		text, err := json.Marshal(numbers[name])
		must(err)
		fmt.Printf("%s%q:%s", separator, name, text)
		separator = ",\n"
	}
	fmt.Println("\n}`;")
}

// printMarkers writes a line for each marked type or field: from which minor on it has which markers; null: none any more.
func printMarkers(kept map[string]bool, provenance []string) {
	all := map[string]bool{}
	for _, ofMinor := range marksByMinor {
		for name := range ofMinor {
			owner := name
			if strings.Count(name, ".") > 1 {
				owner = name[:strings.LastIndex(name, ".")]
			}
			if kept[owner] {
				all[name] = true
			}
		}
	}
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	sort.Strings(names)
	fmt.Println("/** How server-side apply merges the API's lists and maps, by Go type and field, minor by minor. Generated by tools/kube-facts: do not edit. */")
	fmt.Println("export const goMarkersJson = (): string => String.raw`{")
	sources, err := json.Marshal(provenance)
	must(err)
	fmt.Printf("\"provenance\":%s,\"marks\":{\n", sources)
	for i, name := range names {
		var runs []any
		last := "null"
		for minor := firstMinor; minor <= lastMinor; minor++ {
			text := []byte("null")
			if one, ok := marksByMinor[minor][name]; ok {
				text, err = json.Marshal(one)
				must(err)
			}
			if string(text) != last {
				runs = append(runs, []any{minor, json.RawMessage(text)})
				last = string(text)
			}
		}
		text, err := json.Marshal(runs)
		must(err)
		comma := ","
		if i == len(names)-1 {
			comma = ""
		}
		fmt.Printf("%q:%s%s\n", name, text, comma)
	}
	fmt.Println("}}`;")
}

// row: [goName, jsonName or "", goType, {facts}?]. jsonName "" = inlined, "-" = not in JSON.
func row(f outField, list listFacts) []any {
	name := f.jsonName
	if f.inline {
		name = ""
	}
	columns := []any{f.goName, name, f.goType}
	facts := map[string]any{}
	put := func(key, value string) {
		if value != "" {
			facts[key] = value
		}
	}
	if f.omitEmpty {
		facts["omit"] = 1
	}
	put("patch", f.patchStrategy)
	put("key", f.mergeKey)
	put("list", list.listType)
	put("mapKey", list.mapKey)
	if f.since != firstMinor {
		facts["since"] = f.since
	}
	if f.until != 0 {
		facts["until"] = f.until
	}
	if len(facts) > 0 {
		columns = append(columns, facts)
	}
	return columns
}

func must(err error) {
	if err != nil {
		fail("%v", err)
	}
}
