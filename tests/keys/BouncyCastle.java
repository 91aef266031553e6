// Test keys by Bouncy Castle, into the folder that is named; on standard output the points of their public keys.
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.jcajce.interfaces.EdDSAPublicKey;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.interfaces.ECPrivateKey;
import org.bouncycastle.jce.interfaces.ECPublicKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.jce.spec.ECParameterSpec;
import org.bouncycastle.util.encoders.Hex;

public class BouncyCastle {
    static Path folder;

    public static void main(String[] arguments) throws Exception {
        folder = Path.of(arguments[0]);
        Security.addProvider(new BouncyCastleProvider());
        for (String curve : new String[] {"sm2p256v1", "P-256"}) {
            String name = curve.equals("P-256") ? "bc-p256" : "bc-sm2";
            ECNamedCurveParameterSpec named = ECNamedCurveTable.getParameterSpec(curve);
            KeyPair pair = pair("EC", named);
            write(name + ".der", pair.getPrivate().getEncoded());
            write(name + ".base64", Base64.getEncoder().encode(pair.getPrivate().getEncoded()));
            write(name + "-mime.base64", Base64.getMimeEncoder().encode(pair.getPrivate().getEncoded()));
            write(name + "-public.der", pair.getPublic().getEncoded());
            write(name + "-public.base64", Base64.getEncoder().encode(pair.getPublic().getEncoded()));
            BigInteger d = ((ECPrivateKey) pair.getPrivate()).getD();
            write(name + ".hex", Hex.encode(d.toByteArray()));
            point(name, pair);
            if (name.equals("bc-sm2")) {
                write("bc-sm2-encrypted.der", encrypted(pair.getPrivate().getEncoded()));
            }

            // Parameters that are no name are written out.
            ECParameterSpec spelt = new ECParameterSpec(named.getCurve(), named.getG(), named.getN(), named.getH(), named.getSeed());
            KeyPair other = pair("EC", spelt);
            write(name + "-explicit.der", other.getPrivate().getEncoded());
            write(name + "-explicit-public.der", other.getPublic().getEncoded());
            point(name + "-explicit", other);
        }
        KeyPair pair = pair("Ed25519", null);
        write("bc-ed25519.der", pair.getPrivate().getEncoded());
        write("bc-ed25519-public.der", pair.getPublic().getEncoded());
        System.out.println("bc-ed25519 " + Hex.toHexString(((EdDSAPublicKey) pair.getPublic()).getPointEncoding()));
    }

    /** A private number whose highest bit is set, so that Java writes a zero before it. */
    static KeyPair pair(String algorithm, ECParameterSpec spec) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, "BC");
        if (spec != null) {
            generator.initialize(spec, new SecureRandom());
        }
        while (true) {
            KeyPair pair = generator.generateKeyPair();
            if (spec == null || ((ECPrivateKey) pair.getPrivate()).getD().bitLength() == 256) {
                return pair;
            }
        }
    }

    static void point(String name, KeyPair pair) {
        byte[] point = ((ECPublicKey) pair.getPublic()).getQ().getEncoded(false);
        System.out.println(name + " " + Hex.toHexString(point));
    }

    /** As GmSSL does it: PBKDF2 with HMAC-SM3, and SM4 in CBC mode. */
    static byte[] encrypted(byte[] key) throws Exception {
        SecureRandom random = new SecureRandom();
        byte[] salt = random.generateSeed(8);
        byte[] iv = random.generateSeed(16);
        int iterations = 65536;
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SM3Digest());
        generator.init("test".getBytes(StandardCharsets.UTF_8), salt, iterations);
        byte[] derived = ((KeyParameter) generator.generateDerivedParameters(128)).getKey();
        Cipher cipher = Cipher.getInstance("SM4/CBC/PKCS5Padding", "BC");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derived, "SM4"), new IvParameterSpec(iv));
        AlgorithmIdentifier prf = new AlgorithmIdentifier(GMObjectIdentifiers.hmac_sm3, DERNull.INSTANCE);
        PBES2Parameters parameters =
                new PBES2Parameters(
                        new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, iterations, 16, prf)),
                        new EncryptionScheme(GMObjectIdentifiers.sms4_cbc, new DEROctetString(iv)));
        AlgorithmIdentifier scheme = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters);
        return new EncryptedPrivateKeyInfo(scheme, cipher.doFinal(key)).getEncoded();
    }

    static void write(String name, byte[] bytes) throws Exception {
        Files.copy(new ByteArrayInputStream(bytes), folder.resolve(name));
    }
}
