<?php

/** A token for the customer who is signed in. Make one for each page view: it ends after an hour. */
function firstline_token(string $secret, string $store, string $customer, string $name): string
{
    $now = time();
    $encode = fn (string $part) => rtrim(strtr(base64_encode($part), '+/', '-_'), '=');
    $header = ['alg' => 'HS256', 'typ' => 'JWT'];
    $claims = ['aud' => 'firstline', 'store' => $store, 'sub' => $customer, 'name' => $name, 'iat' => $now, 'exp' => $now + 3600];
    $signed = $encode(json_encode($header)) . '.' . $encode(json_encode($claims));
    return $signed . '.' . $encode(hash_hmac('sha256', $signed, $secret, true));
}

// php identity.php customer-17 "Ada Fontaine"
echo firstline_token(getenv('FIRSTLINE_SECRET'), 'demo', $argv[1], $argv[2]), "\n";
