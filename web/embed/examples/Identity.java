import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Identity {
    /** A token for the customer who is signed in. Make one for each page view: it ends after an hour. */
    static String firstlineToken(String secret, String store, String customer, String name) throws Exception {
        long now = Instant.now().getEpochSecond();
        String claims = String.format(
            "{\"aud\":\"firstline\",\"store\":%s,\"sub\":%s,\"name\":%s,\"iat\":%d,\"exp\":%d}",
            quote(store), quote(customer), quote(name), now, now + 3600);
        String signed = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "." + encode(claims.getBytes(UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return signed + "." + encode(mac.doFinal(signed.getBytes(UTF_8)));
    }

    private static String encode(byte[] part) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
    }

    /** A string in JSON. Where your server has a JSON library, let that write the claims. */
    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char one : text.toCharArray()) {
            boolean isPlain = one >= ' ' && one != '"' && one != '\\';
            quoted.append(isPlain ? String.valueOf(one) : String.format("\\u%04x", (int) one));
        }
        return quoted.append('"').toString();
    }

    // java Identity.java customer-17 "Ada Fontaine"
    public static void main(String[] args) throws Exception {
        System.out.println(firstlineToken(System.getenv("FIRSTLINE_SECRET"), "demo", args[0], args[1]));
    }
}
