require "json"
require "openssl"

# A token for the customer who is signed in. Make one for each page view: it ends after an hour.
def firstline_token(secret, store, customer, name)
  now = Time.now.to_i
  encode = ->(part) { [part].pack("m0").tr("+/", "-_").delete("=") }
  header = { alg: "HS256", typ: "JWT" }
  claims = { aud: "firstline", store: store, sub: customer, name: name, iat: now, exp: now + 3600 }
  signed = [header, claims].map { |part| encode.call(JSON.generate(part)) }.join(".")
  "#{signed}.#{encode.call(OpenSSL::HMAC.digest("SHA256", secret, signed))}"
end

# ruby identity.rb customer-17 "Ada Fontaine"
puts firstline_token(ENV.fetch("FIRSTLINE_SECRET"), "demo", *ARGV.first(2))
