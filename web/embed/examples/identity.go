package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// FirstlineToken is for the customer who is signed in. Make one for each page view: it ends after an hour.
func FirstlineToken(secret, store, customer, name string) (string, error) {
	now := time.Now().Unix()
	encode := base64.RawURLEncoding.EncodeToString
	claims, err := json.Marshal(map[string]any{
		"aud": "firstline", "store": store, "sub": customer, "name": name, "iat": now, "exp": now + 3600,
	})
	if err != nil {
		return "", err
	}
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(claims)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil)), nil
}

// go run identity.go customer-17 "Ada Fontaine"
func main() {
	token, err := FirstlineToken(os.Getenv("FIRSTLINE_SECRET"), "demo", os.Args[1], os.Args[2])
	if err != nil {
		panic(err)
	}
	fmt.Println(token)
}
