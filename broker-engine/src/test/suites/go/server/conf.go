package server

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
)

var (
	listen   = regexp.MustCompile(`(?m)^\s*(?:listen|port)\s*[:=]\s*"?(?:[\w.]+:)?(-?\d+)"?`)
	storeDir = regexp.MustCompile(`store_dir\s*[:=]\s*["']?([^"'\s,}]+)`)
)

// The configuration with a port of clients that is known from here on: one below 1, or none, is chosen.
func withPort(content string) (string, int) {
	outer, inner := content, ""
	if brace := strings.IndexByte(content, '{'); brace >= 0 {
		line := strings.LastIndexByte(content[:brace], '\n') + 1
		outer, inner = content[:line], content[line:]
	}
	if found := listen.FindStringSubmatch(outer); found != nil {
		if port, _ := strconv.Atoi(found[1]); port > 0 {
			return content, port
		}
	}
	port := freePort()
	return listen.ReplaceAllString(outer, "") + fmt.Sprintf("\nport: %d\n", port) + inner, port
}

func storeIn(content string) string {
	if found := storeDir.FindStringSubmatch(content); found != nil {
		return found[1]
	}
	if strings.Contains(content, "jetstream") {
		dir, _ := os.MkdirTemp("", "suite-store-")
		return dir
	}
	return ""
}
