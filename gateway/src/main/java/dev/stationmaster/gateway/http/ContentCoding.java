package dev.stationmaster.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// Undoes the `Content-Encoding` of a request body.
final class ContentCoding {

    /// The body could not be decoded.
    static final class CodingException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        CodingException(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private ContentCoding() {}

    /// @param header value of `Content-Encoding`, codings in the order in which they were applied
    /// @throws CodingException 415 for a coding that we do not know, 400 for bytes that are not what it says,
    ///     413 for a result above the limit
    static byte[] decode(String header, byte[] body, long bytesMax) throws CodingException {
        List<String> codings = Stream.of(header.split(","))
                .map(coding -> coding.trim().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
        if (codings.size() > 4) {
            throw new CodingException(400, "Too many content encodings: " + codings.size() + ", at most 4");
        }
        byte[] decoded = body;
        for (String coding : codings.reversed()) {
            try (InputStream in = open(coding, decoded)) {
                decoded = read(in, bytesMax);
            } catch (IOException e) {
                throw new CodingException(400, "The body is not valid " + coding + ": " + e.getMessage());
            }
        }
        return decoded;
    }

    private static InputStream open(String coding, byte[] body) throws IOException, CodingException {
        return switch (coding) {
            case "gzip", "x-gzip" -> new GZIPInputStream(new ByteArrayInputStream(body));
            case "deflate" -> new InflaterInputStream(new ByteArrayInputStream(body), new Inflater(!isZlib(body)));
            default ->
                throw new CodingException(
                        415, "Content-Encoding " + coding + " is not supported; use gzip, deflate or none");
        };
    }

    /// Some clients send bare deflate, some the zlib format that RFC 9110 asks for.
    private static boolean isZlib(byte[] body) {
        return body.length > 1 && (body[0] & 0x0f) == 8 && (((body[0] & 0xff) << 8) | (body[1] & 0xff)) % 31 == 0;
    }

    private static byte[] read(InputStream in, long bytesMax) throws IOException, CodingException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (out.size() + n > bytesMax) {
                throw new CodingException(413, "Request Entity Too Large");
            }
            out.write(buffer, 0, n);
        }
        return out.toByteArray();
    }
}
