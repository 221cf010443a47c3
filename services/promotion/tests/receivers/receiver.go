// Receives webhooks of OCOP: needs nothing but Go 1.19.
//
//	OCOP_WEBHOOK_SECRET=whsec_… PORT=8080 go run receiver.go
//
// Several secrets, separated by blanks, are taken while one is rotated.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const most = 1 << 20 // bytes of a body

type event struct {
	Type string          `json:"type"`
	Data json.RawMessage `json:"data"`
}

func env(name, usual string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return usual
}

func main() {
	var secrets [][]byte
	for _, secret := range strings.Fields(os.Getenv("OCOP_WEBHOOK_SECRET")) {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil {
			panic(err)
		}
		secrets = append(secrets, key)
	}
	// Seconds by which the clocks may differ.
	tolerance, _ := strconv.ParseInt(env("OCOP_WEBHOOK_TOLERANCE", "300"), 10, 64)
	var mutex sync.Mutex
	seen := map[string]bool{} // keep this in a database: an event may come again days later, with the same id

	verified := func(headers http.Header, body []byte) bool {
		id, timestamp := headers.Get("webhook-id"), headers.Get("webhook-timestamp")
		seconds, err := strconv.ParseInt(timestamp, 10, 64)
		if id == "" || err != nil {
			return false
		}
		if apart := time.Now().Unix() - seconds; apart > tolerance || apart < -tolerance {
			return false
		}
		for _, signature := range strings.Fields(headers.Get("webhook-signature")) {
			value := strings.TrimPrefix(signature, "v1,")
			given, err := base64.StdEncoding.DecodeString(value)
			if value == signature || err != nil {
				continue
			}
			for _, secret := range secrets {
				mac := hmac.New(sha256.New, secret)
				fmt.Fprintf(mac, "%s.%s.", id, timestamp)
				mac.Write(body)
				if hmac.Equal(mac.Sum(nil), given) {
					return true
				}
			}
		}
		return false
	}

	http.HandleFunc("/", func(answer http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(answer, request.Body, most))
		if err != nil {
			answer.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		if !verified(request.Header, body) {
			answer.WriteHeader(http.StatusUnauthorized)
			return
		}
		var got event
		if err := json.Unmarshal(body, &got); err != nil {
			answer.WriteHeader(http.StatusBadRequest)
			return
		}
		if got.Type == "ocop.promotion.subscription.test.v1" {
			var test struct{ Challenge string }
			_ = json.Unmarshal(got.Data, &test)
			fmt.Fprint(answer, test.Challenge)
			return
		}
		mutex.Lock()
		defer mutex.Unlock()
		if id := request.Header.Get("webhook-id"); !seen[id] {
			seen[id] = true
			// Keep the event and answer at once; work on it afterwards.
			line, _ := json.Marshal(got)
			fmt.Println(string(line))
		}
		answer.WriteHeader(http.StatusNoContent)
	})
	panic(http.ListenAndServe(env("HOST", "127.0.0.1")+":"+env("PORT", "8080"), nil))
}
