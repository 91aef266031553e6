// A server that keeps one `xinyi batch` running beside it. Go 1.19 or later, nothing else.
//
//	go run server.go PORT SNAPSHOT xinyi batch --root root.json --snapshot SNAPSHOT --state STATE --programme ID
//
// The state is begun once: `xinyi batch … --state STATE --new-state < /dev/null`.
//
// `POST /nonces` gives a nonce. `POST /answers?nonce=…` with a presentation made for it answers as `xinyi batch` does.
package main

import (
	"bufio"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"
)

const (
	audience    = "https://demo-app.example"
	answerTime  = 10 * time.Second
	mostWaiting = 256
	mostBytes   = 256 * 1024
)

var (
	errBusy  = errors.New("more is asked than is answered")
	errEnded = errors.New("xinyi batch has ended")
	errLate  = errors.New("no answer in time")
)

// Batch is one process. It answers each line with a line, in their order.
type Batch struct {
	lock    sync.Mutex
	input   io.WriteCloser
	waiting chan chan []byte
	ended   bool
}

func start(command []string) (*Batch, error) {
	process := exec.Command(command[0], command[1:]...)
	process.Stderr = os.Stderr
	input, err := process.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := process.Start(); err != nil {
		return nil, err
	}
	batch := &Batch{input: input, waiting: make(chan chan []byte, mostWaiting)}
	go func() {
		lines := bufio.NewReader(output)
		for {
			line, err := lines.ReadBytes('\n')
			if err != nil {
				break
			}
			// An answer that comes too late is read all the same: those behind it keep their order.
			<-batch.waiting <- line
		}
		batch.close()
		close(batch.waiting)
		for answer := range batch.waiting {
			close(answer)
		}
		process.Wait()
	}()
	return batch, nil
}

func (batch *Batch) ask(question any) ([]byte, error) {
	// JSON has no line break but between its parts, and Marshal puts none there.
	line, err := json.Marshal(question)
	if err != nil {
		return nil, err
	}
	answer := make(chan []byte, 1)
	if err := batch.send(append(line, '\n'), answer); err != nil {
		return nil, err
	}
	select {
	case line, ok := <-answer:
		if !ok {
			return nil, errEnded
		}
		return line, nil
	case <-time.After(answerTime):
		return nil, errLate
	}
}

func (batch *Batch) send(line []byte, answer chan []byte) error {
	batch.lock.Lock()
	defer batch.lock.Unlock()
	if batch.ended {
		return errEnded
	}
	select {
	case batch.waiting <- answer:
	default:
		return errBusy
	}
	_, err := batch.input.Write(line)
	return err
}

// The process answers what it was asked, and ends.
func (batch *Batch) close() {
	batch.lock.Lock()
	defer batch.lock.Unlock()
	batch.ended = true
	batch.input.Close()
}

func (batch *Batch) hasEnded() bool {
	batch.lock.Lock()
	defer batch.lock.Unlock()
	return batch.ended
}

// Keeper starts the process anew when there is a new snapshot, and when it has ended.
type Keeper struct {
	command  []string
	snapshot string
	lock     sync.Mutex
	batch    *Batch
	stamp    os.FileInfo
}

func (keeper *Keeper) current() (*Batch, error) {
	keeper.lock.Lock()
	defer keeper.lock.Unlock()
	file, err := os.Stat(keeper.snapshot)
	if err != nil {
		return nil, err
	}
	if keeper.batch == nil || keeper.batch.hasEnded() || !isSame(file, keeper.stamp) {
		batch, err := start(keeper.command)
		if err != nil {
			return nil, err
		}
		if keeper.batch != nil {
			keeper.batch.close()
		}
		keeper.batch, keeper.stamp = batch, file
	}
	return keeper.batch, nil
}

// isSame tells whether a file is the one from before. One that was put in its place may be of the same time.
func isSame(file, before os.FileInfo) bool {
	return os.SameFile(file, before) && file.ModTime().Equal(before.ModTime()) && file.Size() == before.Size()
}

// Nonces are made for one request each, and are good once and for some minutes. So many may be out at a time, and whoever
// asks for more is told to come back.
type Nonces struct {
	most  int
	time  time.Duration
	lock  sync.Mutex
	until map[string]time.Time
}

func (nonces *Nonces) make() (string, error) {
	var bytes [16]byte
	if _, err := rand.Read(bytes[:]); err != nil {
		return "", err
	}
	nonce := base64.RawURLEncoding.EncodeToString(bytes[:])
	nonces.lock.Lock()
	defer nonces.lock.Unlock()
	now := time.Now()
	if len(nonces.until) >= nonces.most {
		for kept, end := range nonces.until {
			if now.After(end) {
				delete(nonces.until, kept)
			}
		}
	}
	if len(nonces.until) >= nonces.most {
		return "", errBusy
	}
	nonces.until[nonce] = now.Add(nonces.time)
	return nonce, nil
}

func (nonces *Nonces) take(nonce string) bool {
	nonces.lock.Lock()
	defer nonces.lock.Unlock()
	end, known := nonces.until[nonce]
	delete(nonces.until, nonce)
	return known && time.Now().Before(end)
}

// number is what the environment says, if it says a number.
func number(name string, otherwise int) int {
	if number, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return number
	}
	return otherwise
}

func main() {
	if len(os.Args) < 4 {
		log.Fatal("usage: server PORT SNAPSHOT COMMAND…")
	}
	keeper := &Keeper{command: os.Args[3:], snapshot: os.Args[2]}
	nonces := &Nonces{
		most:  number("MOST_NONCES", 10000),
		time:  time.Duration(number("NONCE_SECONDS", 300)) * time.Second,
		until: map[string]time.Time{},
	}
	http.HandleFunc("/nonces", func(w http.ResponseWriter, r *http.Request) {
		nonce, err := nonces.make()
		if err != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		json.NewEncoder(w).Encode(map[string]string{"audience": audience, "nonce": nonce})
	})
	http.HandleFunc("/answers", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBytes))
		if err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		nonce := r.URL.Query().Get("nonce")
		if r.Method != http.MethodPost || !nonces.take(nonce) {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		question := map[string]string{"id": nonce, "bundle": string(body), "audience": audience, "nonce": nonce}
		batch, err := keeper.current()
		var answer []byte
		if err == nil {
			answer, err = batch.ask(question)
		}
		switch {
		case err == errLate:
			w.WriteHeader(http.StatusGatewayTimeout)
		case err != nil:
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			// What the app gives is decided by this answer, here, and never by what a phone says of itself.
			w.Header().Set("Content-Type", "application/json")
			w.Write(answer)
		}
	})
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening on", listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(http.Serve(listener, nil))
}
