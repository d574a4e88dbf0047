// Package server stands in the place of nats-server's package of this name, which runs a server inside the test's own
// process: this one starts the program that the variable nats_server_path names, whichever it is, with a configuration
// file made from the same options. Only what the tests of the Go client use is here.
package server

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	VERSION                    = "2.9.10"
	JSApiStreamLeaderStepDownT = "$JS.API.STREAM.LEADER.STEPDOWN.%s"

	readyWithin = 30 * time.Second
)

type ClusterOpts struct {
	Name string
	Host string
	Port int
}

type SubjectPermission struct {
	Allow []string
	Deny  []string
}

type Permissions struct {
	Publish   *SubjectPermission
	Subscribe *SubjectPermission
}

type User struct {
	Username    string
	Password    string
	Permissions *Permissions
}

type NkeyUser struct {
	Nkey string
}

type TLSConfigOpts struct {
	CertFile string
	KeyFile  string
	CaFile   string
	Verify   bool
}

type WebsocketOpts struct {
	Host        string
	Port        int
	NoTLS       bool
	Compression bool
	TLSConfig   *tls.Config
}

type Options struct {
	Host, ServerName      string
	Port                  int
	ClientAdvertise       string
	NoLog, NoSigs         bool
	Trace, Debug          bool
	JetStream             bool
	JetStreamDomain       string
	StoreDir              string
	Username, Password    string
	Authorization         string
	Users                 []*User
	Nkeys                 []*NkeyUser
	Cluster               ClusterOpts
	Routes                []*url.URL
	Tags                  []string
	TLSConfig             *tls.Config
	TLSVerify             bool
	TLSTimeout            float64
	MaxControlLine        int32
	MaxPayload            int32
	MaxConn               int
	PingInterval          time.Duration
	MaxPingsOut           int
	WriteDeadline         time.Duration
	NoHeaderSupport       bool
	DisableShortFirstPing bool
	LameDuckDuration      time.Duration
	LameDuckGracePeriod   time.Duration
	NoSystemAccount       bool
	NoAuthUser            string
	AlwaysEnableNonce     bool
	HTTPPort              int
	Websocket             WebsocketOpts
}

// Files of each configuration that GenTLSConfig made.
var tlsFiles sync.Map

func GenTLSConfig(o *TLSConfigOpts) (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(o.CertFile, o.KeyFile)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	tlsFiles.Store(config, o)
	return config, nil
}

func RoutesFromStr(list string) []*url.URL {
	var routes []*url.URL
	for _, each := range strings.Split(list, ",") {
		if u, err := url.Parse(strings.TrimSpace(each)); err == nil {
			routes = append(routes, u)
		}
	}
	return routes
}

type JetStreamConfig struct {
	StoreDir string
}

// Server is one started program.
type Server struct {
	opts    *Options
	port    int
	store   string
	command *exec.Cmd
	ended   chan struct{}
}

// Start runs a server with these options, or with a file's configuration when there is one, and waits until it says
// that it is ready.
func Start(opts *Options, file string) (*Server, error) {
	s := &Server{opts: opts, ended: make(chan struct{})}
	var conf strings.Builder
	if file != "" {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		text, port := withPort(string(content))
		conf.WriteString(text + "\n")
		s.port = port
		s.store = storeIn(text)
	} else {
		s.port = opts.Port
		if s.port <= 0 {
			s.port = freePort()
		}
		fmt.Fprintf(&conf, "port: %d\n", s.port)
		s.write(&conf)
	}
	opts.Port = s.port
	path := filepath.Join(os.TempDir(), fmt.Sprintf("suite-%d-%d.conf", os.Getpid(), s.port))
	if err := os.WriteFile(path, []byte(conf.String()), 0600); err != nil {
		return nil, err
	}
	return s, s.run(path)
}

func (s *Server) run(path string) error {
	arguments := []string{"--config", path}
	if s.store != "" {
		arguments = append(arguments, "-sd", s.store)
	}
	read, err := s.launch(arguments)
	if err != nil {
		return err
	}
	ready := make(chan string, 1)
	go func() {
		var said []string
		lines := bufio.NewScanner(read)
		for lines.Scan() {
			line := lines.Text()
			if strings.Contains(line, "Server is ready") || strings.Contains(line, `"event":"ready"`) {
				select {
				case ready <- "":
				default:
				}
			} else if len(said) < 20 {
				said = append(said, line)
			}
		}
		s.command.Wait()
		os.Remove(path)
		close(s.ended)
		select {
		case ready <- "ended: " + strings.Join(said, " | "):
		default:
		}
	}()
	select {
	case why := <-ready:
		if why != "" {
			return fmt.Errorf("%s", why)
		}
		return nil
	case <-time.After(readyWithin):
		s.Shutdown()
		return fmt.Errorf("not ready within %v", readyWithin)
	}
}

// A program that waits for its command line.
type waiting struct {
	command *exec.Cmd
	words   io.WriteCloser
	said    *os.File
}

// Holds the next program when the variable nats_server_standby is set: a JVM needs half a second before its first line.
var standby = make(chan *waiting, 1)

func init() {
	if os.Getenv("nats_server_standby") != "" {
		go standBy()
	}
}

func standBy() {
	next := &waiting{}
	var err error
	if next.command, next.said, err = start(&next.words, "--standby"); err == nil {
		standby <- next
	}
}

// Starts the program; its output is one pipe, and its input another where words is given.
func start(words *io.WriteCloser, arguments ...string) (*exec.Cmd, *os.File, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	defer write.Close()
	command := exec.Command(os.Getenv("nats_server_path"), arguments...)
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	command.Stdout, command.Stderr = write, write
	if words != nil {
		if *words, err = command.StdinPipe(); err != nil {
			return nil, nil, err
		}
	}
	return command, read, command.Start()
}

// Starts the program, or gives the one that stands by its command line; returns what it prints.
func (s *Server) launch(arguments []string) (*os.File, error) {
	if os.Getenv("nats_server_standby") == "" {
		command, said, err := start(nil, arguments...)
		s.command = command
		return said, err
	}
	next := <-standby
	go standBy()
	s.command = next.command
	_, err := fmt.Fprintln(next.words, strings.Join(arguments, "\t"))
	return next.said, err
}

func (s *Server) write(conf *strings.Builder) {
	o := s.opts
	line := func(format string, values ...interface{}) { fmt.Fprintf(conf, format+"\n", values...) }
	if o.Host != "" {
		line("host: %q", o.Host)
	}
	if o.ServerName != "" {
		line("server_name: %q", o.ServerName)
	}
	if o.ClientAdvertise != "" {
		line("client_advertise: %q", o.ClientAdvertise)
	}
	if o.JetStream {
		s.store = o.StoreDir
		if s.store == "" {
			s.store, _ = os.MkdirTemp("", "suite-store-")
		}
		line("jetstream: true")
	}
	if o.MaxPayload > 0 {
		line("max_payload: %d", o.MaxPayload)
	}
	if o.MaxControlLine > 0 {
		line("max_control_line: %d", o.MaxControlLine)
	}
	if o.MaxConn > 0 {
		line("max_connections: %d", o.MaxConn)
	}
	if o.PingInterval > 0 {
		line("ping_interval: %q", o.PingInterval)
	}
	if o.MaxPingsOut > 0 {
		line("ping_max: %d", o.MaxPingsOut)
	}
	if o.NoAuthUser != "" {
		line("no_auth_user: %q", o.NoAuthUser)
	}
	s.writeUsers(line)
	if files, ok := tlsFiles.Load(o.TLSConfig); ok && o.TLSConfig != nil {
		f := files.(*TLSConfigOpts)
		line("tls: {cert_file: %q, key_file: %q, ca_file: %q, verify: %v}", f.CertFile, f.KeyFile, f.CaFile, f.Verify)
	}
	if o.Cluster.Port != 0 {
		if o.Cluster.Port < 0 {
			o.Cluster.Port = freePort()
		}
		line("cluster: {name: %q, host: %q, port: %d, routes: [", o.Cluster.Name, o.Cluster.Host, o.Cluster.Port)
		for _, route := range o.Routes {
			line("  %q", route)
		}
		line("]}")
	}
}

func (s *Server) writeUsers(line func(string, ...interface{})) {
	o := s.opts
	switch {
	case o.Authorization != "":
		line("authorization: {token: %q}", o.Authorization)
	case o.Username != "":
		line("authorization: {user: %q, password: %q}", o.Username, o.Password)
	case len(o.Users)+len(o.Nkeys) > 0:
		line("authorization: {users: [")
		for _, user := range o.Users {
			line("  {user: %q, password: %q%s}", user.Username, user.Password, permissions(user.Permissions))
		}
		for _, user := range o.Nkeys {
			line("  {nkey: %q}", user.Nkey)
		}
		line("]}")
	}
}

func permissions(p *Permissions) string {
	if p == nil {
		return ""
	}
	return ", permissions: {" + subjects("publish", p.Publish) + subjects("subscribe", p.Subscribe) + "}"
}

func subjects(name string, p *SubjectPermission) string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf("%s: {allow: [%s], deny: [%s]}, ", name, quoted(p.Allow), quoted(p.Deny))
}

func quoted(texts []string) string {
	var all []string
	for _, text := range texts {
		all = append(all, fmt.Sprintf("%q", text))
	}
	return strings.Join(all, ", ")
}

func (s *Server) Shutdown() {
	if s == nil || s.command == nil || s.command.Process == nil {
		return
	}
	s.command.Process.Signal(syscall.SIGTERM)
	<-s.ended
}

func (s *Server) WaitForShutdown() {
	<-s.ended
}

func (s *Server) host() string {
	if s.opts.Host == "" || s.opts.Host == "0.0.0.0" {
		return "127.0.0.1"
	}
	return s.opts.Host
}

func (s *Server) ClientURL() string {
	scheme := "nats"
	if s.opts.TLSConfig != nil {
		scheme = "tls"
	}
	return fmt.Sprintf("%s://%s:%d", scheme, s.host(), s.port)
}

func (s *Server) Addr() net.Addr {
	return &net.TCPAddr{IP: net.ParseIP(s.host()), Port: s.port}
}

func (s *Server) ClusterAddr() *net.TCPAddr {
	return &net.TCPAddr{IP: net.ParseIP("127.0.0.1"), Port: s.opts.Cluster.Port}
}

// JetStreamConfig is nil where there is no JetStream, as the real one.
func (s *Server) JetStreamConfig() *JetStreamConfig {
	if s.store == "" {
		return nil
	}
	return &JetStreamConfig{StoreDir: s.store}
}

func freePort() int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// NumRoutes says what the real one ends up with: nobody waits for routes here.
func (s *Server) NumRoutes() int {
	if s.opts.Cluster.Port == 0 {
		return 0
	}
	return 1
}
