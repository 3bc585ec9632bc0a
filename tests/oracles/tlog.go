// Checks notes and proofs of our log with Go's own code for the checksum database.
//
// It reads a JSON object on standard input and prints what it finds wrong, one line for each fault;
// nothing where all of it holds.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type told struct {
	Key         string
	Note        string
	Leaves      []string
	Inclusion   [][]string
	Consistency [][]string
	Roots       []string
}

func hashed(text string) (h tlog.Hash) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) != len(h) {
		panic("not a hash")
	}
	copy(h[:], raw)
	return h
}

func hashes(texts []string) (found []tlog.Hash) {
	for _, text := range texts {
		found = append(found, hashed(text))
	}
	return found
}

func main() {
	var log told
	if err := json.NewDecoder(os.Stdin).Decode(&log); err != nil {
		panic(err)
	}
	verifier, err := note.NewVerifier(log.Key)
	if err != nil {
		panic(err)
	}
	opened, err := note.Open([]byte(log.Note), note.VerifierList(verifier))
	if err != nil {
		fmt.Println("note:", err)
		return
	}
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		panic(err)
	}
	root := hashed(lines[2])
	for index, proof := range log.Inclusion {
		record := tlog.RecordHash([]byte(log.Leaves[index]))
		if err := tlog.CheckRecord(hashes(proof), size, root, int64(index), record); err != nil {
			fmt.Println("inclusion of", index, ":", err)
		}
	}
	for index, proof := range log.Consistency {
		old := int64(index + 1)
		if err := tlog.CheckTree(hashes(proof), size, root, old, hashed(log.Roots[index])); err != nil {
			fmt.Println("consistency from", old, ":", err)
		}
	}
}
