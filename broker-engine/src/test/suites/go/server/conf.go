package server

import (
	"os"
	"regexp"
	"strconv"
	"strings"
)

var (
	listen   = regexp.MustCompile(`(?m)^\s*(?:listen|port)\s*[:=]\s*"?(?:[\w.]+:)?(-?\d+)"?`)
	storeDir = regexp.MustCompile(`store_dir\s*[:=]\s*["']?([^"'\s,}]+)`)
)

// Port of a configuration file; 0 when it is to be chosen.
func portIn(content string) int {
	outer := content
	if brace := strings.IndexByte(content, '{'); brace >= 0 {
		outer = content[:brace]
	}
	found := listen.FindStringSubmatch(outer)
	if found == nil {
		return 0
	}
	port, _ := strconv.Atoi(found[1])
	return port
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
