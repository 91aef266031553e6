//! Why a file is no key that can be used: what it is, and the line that turns it into one.

use std::path::Path;

use xinyi::{Code, Problem, Value};

use super::asn1;
use crate::json::object;

/// What is wrong, and what it was found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    kind: Kind,
    /// A name of what was found, in the place of `{found}` in the texts.
    found: String,
    /// What the document stands in: `der`, `base64`, `hex`, or else a text.
    container: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    // Not to be read.
    Base64,
    CutShort,
    Damaged,
    Empty,
    Length,
    TooLarge,
    Unrecognised,
    // Read, and wrong.
    Curves,
    Mismatch,
    Point,
    Range,
    Use,
    // Something has to be said.
    Algorithm,
    AlgorithmNeeded,
    AlgorithmNeededOfPoint,
    Encrypted,
    NoTerminal,
    Passphrase,
    Public,
    Several,
    // Another kind of encryption.
    Cipher,
    PemEncrypted,
    Work,
    // Other things than keys for signatures here.
    Certificate,
    Keystore,
    Openssh,
    OpensshEcdsa,
    OpensshPublic,
    Parameters,
    Pgp,
    Pkcs7,
    Pkcs12,
    Putty,
    Request,
    Type,
}

impl From<Kind> for Fault {
    fn from(kind: Kind) -> Self {
        Self::found(kind, "")
    }
}

/// What the library says of a key, in the words of files.
impl From<xinyi::Error> for Fault {
    fn from(error: xinyi::Error) -> Self {
        let detail = |name| error.details().get(name).and_then(Value::as_str);
        let kind = match (error.code(), error.problem()) {
            (Code::InputUnsupported, _) => return Self::found(Kind::Type, "SM2"),
            (_, Some(Problem::UnknownKeyType)) => match detail("found") {
                Some(oid) => return Self::found(Kind::Type, asn1::name(oid)),
                None => Kind::Parameters,
            },
            (_, Some(Problem::AlgorithmMismatch)) => Kind::Curves,
            (_, Some(Problem::Missing)) => Kind::AlgorithmNeeded,
            (_, Some(Problem::Value)) => match detail("member") {
                Some("publicKey") => Kind::Mismatch,
                _ => Kind::Range,
            },
            (_, Some(Problem::NotPkcs8)) => return Self::found(Kind::Damaged, "PRIVATE KEY"),
            _ => Kind::Point,
        };
        kind.into()
    }
}

impl Fault {
    /// Of a name that stands in a file, the beginning is enough.
    pub(super) fn found(kind: Kind, found: &str) -> Self {
        Self {
            kind,
            found: found.chars().take(64).collect(),
            container: "",
        }
    }

    /// The same of a document by what it stands in.
    pub(super) fn within(self, container: &'static str) -> Self {
        Self { container, ..self }
    }

    /// The line for this file. Other programs read no bare base64 or digits, and have to be told of DER.
    fn line(&self, file: &Path) -> Option<String> {
        let line = self.kind.line()?;
        let line = match self.container {
            "base64" if !line.starts_with("xinyi") => "base64 -d FILE > NEW.der",
            "hex" if !line.starts_with("xinyi") => return None,
            _ => line,
        };
        let form = if self.container == "der" {
            " -inform DER"
        } else {
            ""
        };
        Some(line.replace("{form}", form).replace("FILE", &quoted(file)))
    }

    pub(super) fn is(&self, kind: Kind) -> bool {
        self.kind == kind
    }

    /// The stable code.
    pub(crate) fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// The error as every command prints it: `details` has the `file`, what was `found` in it, and as `line` the command
    /// that turns it into what is read, where there is one.
    pub(crate) fn to_json(&self, file: &Path) -> Value {
        let line = self.line(file);
        let (zh, en) = self.kind.texts();
        let [zh, en] = [zh, en].map(|text| text.replace("{found}", &self.found));
        let [zh, en] = match &line {
            Some(line) => [format!("{zh}可用：{line}"), format!("{en} Use: {line}")],
            None => [zh, en],
        };
        let mut details = object! { "file": file.display().to_string() };
        if !self.found.is_empty() {
            details.set("found", self.found.as_str());
        }
        if let Some(line) = line {
            details.set("line", line);
        }
        let error = object! {
            "code": self.code(),
            "stage": "input",
            "details": details,
            "message": en.as_str(),
            "messages": object! { "zh-CN": zh, "en": en },
        };
        error.into()
    }
}

/// A path as a shell reads it.
fn quoted(file: &Path) -> String {
    let text = match file.to_string_lossy() {
        text if text == "-" => return "FILE".to_owned(),
        text => text.into_owned(),
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(is_plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

impl Kind {
    fn code(self) -> &'static str {
        match self {
            Self::Algorithm => "key.algorithm",
            Self::AlgorithmNeeded | Self::AlgorithmNeededOfPoint => "key.algorithm_needed",
            Self::Base64 => "key.base64",
            Self::Certificate => "key.certificate",
            Self::Cipher => "key.cipher",
            Self::Curves => "key.curves",
            Self::CutShort => "key.cut_short",
            Self::Damaged => "key.damaged",
            Self::Empty => "key.empty",
            Self::Encrypted => "key.encrypted",
            Self::Keystore => "key.keystore",
            Self::Length => "key.length",
            Self::Mismatch => "key.mismatch",
            Self::NoTerminal => "key.no_terminal",
            Self::Openssh => "key.openssh",
            Self::OpensshEcdsa | Self::OpensshPublic => "key.openssh_public",
            Self::Parameters => "key.parameters",
            Self::Passphrase => "key.passphrase",
            Self::PemEncrypted => "key.pem_encrypted",
            Self::Pgp => "key.pgp",
            Self::Pkcs7 => "key.pkcs7",
            Self::Pkcs12 => "key.pkcs12",
            Self::Point => "key.point",
            Self::Public => "key.public",
            Self::Putty => "key.putty",
            Self::Range => "key.range",
            Self::Request => "key.request",
            Self::Several => "key.several",
            Self::TooLarge => "key.too_large",
            Self::Type => "key.type",
            Self::Unrecognised => "key.unrecognised",
            Self::Use => "key.use",
            Self::Work => "key.work",
        }
    }

    /// The line that makes of FILE something that is read.
    fn line(self) -> Option<&'static str> {
        Some(match self {
            // Which one it is, nobody but its owner knows: a wrong one makes another key.
            Self::AlgorithmNeeded => "xinyi key import FILE --algorithm ALGORITHM --out NEW.pem",
            Self::AlgorithmNeededOfPoint => {
                "xinyi key import FILE --algorithm ALGORITHM --out NEW.jwk"
            }
            Self::Certificate => "openssl x509{form} -in FILE -noout -pubkey > NEW.pem",
            Self::Cipher | Self::PemEncrypted | Self::Work => {
                "openssl pkcs8 -topk8{form} -in FILE -out NEW.pem"
            }
            Self::Encrypted => "xinyi key import FILE --out NEW.pem",
            Self::Keystore => {
                "keytool -importkeystore -srckeystore FILE -destkeystore NEW.p12 -deststoretype PKCS12"
            }
            Self::OpensshEcdsa => "ssh-keygen -e -m PKCS8 -f FILE > NEW.pem",
            Self::Pkcs7 => "openssl pkcs7{form} -in FILE -print_certs -out NEW.pem",
            Self::Pkcs12 => "openssl pkcs12 -in FILE -nocerts -out NEW.pem",
            Self::Request => "openssl req{form} -in FILE -noout -pubkey > NEW.pem",
            Self::Type => "xinyi key generate --algorithm SM2 --out NEW.pem",
            _ => return None,
        })
    }

    /// In Chinese and English.
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Algorithm => (
                "这是 {found} 的密钥，与 --algorithm 所说的算法不同。",
                "The key is one of {found}, and not of the algorithm that --algorithm says.",
            ),
            Self::AlgorithmNeeded => (
                "文件没有说明密钥属于哪种算法，请用 --algorithm 指明（SM2、ES256 或 Ed25519）。",
                "The file does not say of which algorithm the key is: say it with --algorithm (SM2, ES256 or Ed25519).",
            ),
            Self::AlgorithmNeededOfPoint => (
                "文件没有说明公钥属于哪种算法，请用 --algorithm 指明（SM2 或 ES256）。",
                "The file does not say of which algorithm the public key is: say it with --algorithm (SM2 or ES256).",
            ),
            Self::Base64 => (
                "PEM 文件首尾行之间不是 base64，文件可能已损坏。",
                "What stands between the first and the last line of the PEM block is no base64; the file may be damaged.",
            ),
            Self::Certificate => (
                "这是证书，里面只有公钥，没有私钥。",
                "It is a certificate, which has a public key and no private one.",
            ),
            Self::Cipher => (
                "私钥的加密方式是 {found}，本程序不能解密，请先转换。",
                "The private key is encrypted by {found}, which is not read here; it can be converted.",
            ),
            Self::Curves => (
                "文件对密钥的曲线或算法有两种不同的说法。",
                "The file says two different curves or algorithms of one key.",
            ),
            Self::CutShort => (
                "PEM 文件不完整：有 BEGIN 行而没有与之对应的 END 行。",
                "The PEM file is cut short: a BEGIN line has no END line.",
            ),
            Self::Damaged => (
                "文件看起来是密钥（{found}），但内容已损坏，无法读取。",
                "It looks like a key ({found}), but its content cannot be read; the file may be damaged.",
            ),
            Self::Empty => ("文件是空的。", "There is nothing in the file."),
            Self::Encrypted => (
                "私钥有口令加密，请先导入。",
                "The private key is encrypted with a passphrase: import it first.",
            ),
            Self::Keystore => (
                "这是 Java 密钥库（JKS），请先转换为 PKCS #12，再从中导出私钥。",
                "It is a Java keystore (JKS): convert it to PKCS #12, and take the private key out of that.",
            ),
            Self::Length => (
                "内容共 {found} 字节：私钥应为 32 字节，公钥应为 33、64 或 65 字节（开头的零不能省略）。",
                "There are {found} bytes: a private key has 32, a public key 33, 64 or 65 (zeros at the beginning are part of it).",
            ),
            Self::Mismatch => (
                "文件中的公钥与私钥不是一对。",
                "The public key in the file does not belong to the private key.",
            ),
            Self::NoTerminal => (
                "私钥有口令加密，而这里没有可以输入口令的终端；请用 --passphrase-file 指定口令文件。",
                "The private key is encrypted, and there is no terminal to type the passphrase on: name a file with --passphrase-file.",
            ),
            Self::Openssh => (
                "这是 OpenSSH 的私钥格式，openssl 也不能读取。ECDSA 密钥可在副本上用 ssh-keygen -p -m PKCS8 转换；最好为签名另生成密钥。",
                "It is a private key in the form of OpenSSH, which openssl does not read. One of ECDSA is converted by ssh-keygen -p -m PKCS8, on a copy; better make a key of its own for signing.",
            ),
            Self::OpensshEcdsa => (
                "这是 OpenSSH 的公钥，请先转换。",
                "It is a public key in the form of OpenSSH, which can be converted.",
            ),
            Self::OpensshPublic => (
                "这是 OpenSSH 的公钥，没有工具可以转换这一类型。",
                "It is a public key in the form of OpenSSH, of a type that no tool converts.",
            ),
            Self::Parameters => (
                "文件中只有曲线参数，或者参数既不是 SM2 也不是 P-256 的。",
                "There are only parameters of a curve in the file, or they are neither those of SM2 nor of P-256.",
            ),
            Self::Passphrase => (
                "口令不对，或者文件已损坏。",
                "The passphrase is wrong, or the file is damaged.",
            ),
            Self::PemEncrypted => (
                "私钥采用 PEM 的旧式加密（Proc-Type: 4,ENCRYPTED），强度不足，不予读取，请先转换。",
                "The private key has PEM's own old encryption (Proc-Type: 4,ENCRYPTED), which is weak and not read; it can be converted.",
            ),
            Self::Pgp => (
                "这是 PGP 密钥，不能用于这里的签名，也没有通用的转换方法。",
                "It is a key of PGP, which does not sign here; there is no tool that converts it.",
            ),
            Self::Pkcs7 => (
                "这是 PKCS #7 文件，里面只有证书，没有私钥。",
                "It is a PKCS #7 file, which has certificates and no private key.",
            ),
            Self::Pkcs12 => (
                "这是 PKCS #12 文件（.pfx、.p12），请先从中取出私钥。",
                "It is a PKCS #12 file (.pfx, .p12): take the private key out of it first.",
            ),
            Self::Point => (
                "公钥不是曲线上的点。",
                "The public key is no point of the curve.",
            ),
            Self::Public => (
                "文件中只有公钥，签名需要私钥。",
                "There is only a public key in the file, and signing takes a private one.",
            ),
            Self::Putty => (
                "这是 PuTTY 的密钥（.ppk），不能用于这里的签名；请为签名另生成密钥。",
                "It is a key of PuTTY (.ppk), which does not sign here: make a key of its own for signing.",
            ),
            Self::Range => (
                "私钥的数值超出曲线允许的范围。",
                "The private key is a number that its curve does not allow.",
            ),
            Self::Request => (
                "这是证书请求（CSR），里面只有公钥，没有私钥。",
                "It is a certificate request (CSR), which has a public key and no private one.",
            ),
            Self::Several => (
                "文件中有多个密钥，请每个文件只留一个。",
                "There are several keys in the file: leave one in it.",
            ),
            Self::TooLarge => (
                "文件超过 1 MiB，不会是密钥文件或口令文件。",
                "The file has more than 1 MiB, which no key and no passphrase takes.",
            ),
            Self::Type => (
                "这是 {found} 密钥；这里只用 SM2、ES256（P-256）和 Ed25519 签名。请另生成密钥。",
                "It is a key of {found}; signatures here are of SM2, ES256 (P-256) or Ed25519. Make a new key.",
            ),
            Self::Unrecognised => (
                "不是能识别的密钥：既不是 PEM、DER、JWK，也不是十六进制或 base64。",
                "It is no key that is known: neither PEM, DER nor JWK, nor hexadecimal digits or base64.",
            ),
            Self::Use => (
                "密钥的 use 或 key_ops 说明它不是用来签名的。",
                "The key's use or key_ops says that it is not for signatures.",
            ),
            Self::Work => (
                "解密私钥所需的迭代次数或内存超出上限，请先转换。",
                "To decrypt the private key takes more iterations or memory than is allowed; it can be converted.",
            ),
        }
    }
}
