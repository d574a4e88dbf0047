// Package test stands in the place of nats-server's package of this name; see package server beside it.
package test

import (
	"github.com/nats-io/nats-server/v2/server"
)

var DefaultTestOptions = server.Options{
	Host:                  "127.0.0.1",
	Port:                  4222,
	NoLog:                 true,
	NoSigs:                true,
	MaxControlLine:        4096,
	DisableShortFirstPing: true,
}

func RunDefaultServer() *server.Server {
	return RunServer(&DefaultTestOptions)
}

func RunServer(opts *server.Options) *server.Server {
	if opts == nil {
		opts = &DefaultTestOptions
	}
	s, err := server.Start(opts, "")
	if err != nil {
		panic(err)
	}
	return s
}

func RunServerWithConfig(file string) (*server.Server, *server.Options) {
	opts := &server.Options{Host: "127.0.0.1"}
	s, err := server.Start(opts, file)
	if err != nil {
		panic(err)
	}
	return s, opts
}
