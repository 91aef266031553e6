//! What is wrong with one value, by a stable word.

use super::string_enum::string_enum;

string_enum! {
    /// What is wrong with the value that an error is about: its detail `problem`. Words are added in
    /// minor versions and never change meaning.
    Problem {
        /// Rules may not read it: it is a statement of absence, and the lists are what rules read.
        Absence = "absence",
        /// The entry does not know where its module is. Only the JavaScript facade says this.
        AddressUnknown = "address_unknown",
        /// The claims about age and day of birth contradict one another.
        Age = "age",
        /// The algorithm is not the one of this type of key.
        AlgorithmMismatch = "algorithm_mismatch",
        /// It could mean several things, and has to name one.
        Ambiguous = "ambiguous",
        /// A storage gives a promise where an answer is needed at once. Only the JavaScript facade
        /// says this.
        AnswersLater = "answers_later",
        /// An archive, which has files in it. Only the command line says this.
        Archive = "archive",
        /// An array is expected.
        ArrayExpected = "array_expected",
        /// A JWT alone, without the `~` of a bundle.
        BareJwt = "bare_jwt",
        /// `true` or `false` is expected.
        BooleanExpected = "boolean_expected",
        /// Two bounds are expected, with `~` between them.
        Bounds = "bounds",
        /// A bundle, or several by alias, are expected. Only the JavaScript facade says this.
        BundlesExpected = "bundles_expected",
        /// The parts together are not what they were: one of them was changed.
        Checksum = "checksum",
        /// A colon is expected.
        ColonExpected = "colon_expected",
        /// A comma or a closing brace is expected.
        CommaOrBraceExpected = "comma_or_brace_expected",
        /// A comma or a closing bracket is expected.
        CommaOrBracketExpected = "comma_or_bracket_expected",
        /// A control character stands in a string.
        ControlCharacter = "control_character",
        /// 32 bytes in base64url are expected.
        CoordinateExpected = "coordinate_expected",
        /// Amounts are in yuan (`CNY`).
        Currency = "currency",
        /// An amount has a sign or a unit of money. Cells have the number of yuan alone.
        CurrencySign = "currency_sign",
        /// A day is expected, of the calendar in China.
        Date = "date",
        /// The number by which a spreadsheet keeps a day.
        DateNumber = "date_number",
        /// A comma stands where the decimal point belongs.
        DecimalComma = "decimal_comma",
        /// It is no deflate stream, or something follows it.
        Deflate = "deflate",
        /// A signature in DER.
        Der = "der",
        /// The SHA-256 of a text is expected, in base64url.
        Digest = "digest",
        /// A text, bytes or a plain object are expected. Only the JavaScript facade says this.
        DocumentExpected = "document_expected",
        /// It is in the list already.
        Duplicate = "duplicate",
        /// It is inside a list, whose elements only a quantifier reads.
        Element = "element",
        /// A disclosure has two or three elements.
        ElementCount = "element_count",
        /// The disclosure of an array's element stands in an object.
        ElementInObject = "element_in_object",
        /// There is nothing in a disclosure.
        EmptyDisclosure = "empty_disclosure",
        /// A row is empty, and rows of the same section follow.
        EmptyRow = "empty_row",
        /// An empty text stands in the place of a document.
        EmptyText = "empty_text",
        /// It is encrypted. Only the command line says this.
        Encrypted = "encrypted",
        /// No fact is called so.
        FactUnknown = "fact_unknown",
        /// The module could not be fetched. Only the JavaScript facade says this.
        FetchFailed = "fetch_failed",
        /// The host has no `fetch`. Only the JavaScript facade says this.
        FetchMissing = "fetch_missing",
        /// A page that was opened as a file asked for another file. Only the JavaScript facade says this.
        FileAddress = "file_address",
        /// The `~` after the last disclosure is missing.
        FinalTildeMissing = "final_tilde_missing",
        /// Rules may not read it.
        Forbidden = "forbidden",
        /// A formula came to an error.
        Formula = "formula",
        /// An amount that is not whole is given as text, since a number in JavaScript does not hold
        /// it exactly.
        FractionAsText = "fraction_as_text",
        /// A digit or a sign of a number has full width.
        FullWidth = "full_width",
        /// A state is given, and a storage has one. Only the JavaScript facade says this.
        GivenBesideStorage = "given_beside_storage",
        /// It is given twice.
        GivenTwice = "given_twice",
        /// Half of a surrogate pair.
        HalfSurrogate = "half_surrogate",
        /// No column is called so, and no fact.
        Header = "header",
        /// A cell stands below no name of a column.
        HeaderMissing = "header_missing",
        /// The header is not a JSON object.
        HeaderNotObject = "header_not_object",
        /// Four hexadecimal digits are expected.
        HexDigitsExpected = "hex_digits_expected",
        /// Rules may not read it of an honour.
        Honour = "honour",
        /// The server answered with an error. Only the JavaScript facade says this.
        HttpStatus = "http_status",
        /// No identity code is like this: its check character is wrong, for example. Only the command line says
        /// this.
        IdentityCode = "identity_code",
        /// It comes from a prototype. Only the JavaScript facade says this.
        Inherited = "inherited",
        /// What is to be signed does not say by whom.
        IssMissing = "iss_missing",
        /// A JSON document stands in the place of a token.
        JsonDocument = "json_document",
        /// The Chinese of a text is missing.
        LanguageChinese = "language_chinese",
        /// The English of a text is missing.
        LanguageEnglish = "language_english",
        /// The length is another than expected.
        Length = "length",
        /// Rules may not read it of a licence.
        Licence = "licence",
        /// There is a line break in a cell.
        LineBreak = "line_break",
        /// HTML or XML stands in the place of a document.
        Markup = "markup",
        /// The disclosure of an object's member stands in an array.
        MemberInArray = "member_in_array",
        /// Cells are merged.
        Merged = "merged",
        /// A time is in milliseconds, not in seconds.
        Milliseconds = "milliseconds",
        /// It is not there.
        Missing = "missing",
        /// They are of several.
        Mixed = "mixed",
        /// An address, bytes, a response or a compiled module are expected. Only the JavaScript facade says this.
        ModuleExpected = "module_expected",
        /// An amount of yuan is expected.
        Money = "money",
        /// The name of a member is expected.
        NameExpected = "name_expected",
        /// A key that is not for signatures.
        NotForSignatures = "not_for_signatures",
        /// The module is not loaded yet. Only the JavaScript facade says this.
        NotLoaded = "not_loaded",
        /// Not a private key of a known type in PKCS #8.
        NotPkcs8 = "not_pkcs8",
        /// The bytes are no WebAssembly module. Only the JavaScript facade says this.
        NotWasm = "not_wasm",
        /// `null`, which stands for nothing here.
        Null = "null",
        /// A number is expected.
        NumberExpected = "number_expected",
        /// A JSON object is expected.
        ObjectExpected = "object_expected",
        /// Not a point on the curve.
        OffCurve = "off_curve",
        /// The operator takes another number of operands.
        OperandCount = "operand_count",
        /// An object with one operator is expected.
        OperatorExpected = "operator_expected",
        /// A fact has no operator, or more than one.
        OperatorMissing = "operator_missing",
        /// Two rows of the law would apply to the same.
        Overlap = "overlap",
        /// The name of a file, or an address, stands in the place of a document.
        Path = "path",
        /// The payload is not a JSON object.
        PayloadNotObject = "payload_not_object",
        /// A PDF file stands in the place of a document.
        Pdf = "pdf",
        /// A key or a certificate in PEM stands in the place of a document.
        Pem = "pem",
        /// A number is a percentage.
        Percent = "percent",
        /// A period is expected, such as `P1Y`.
        Period = "period",
        /// A private key stands where a public one belongs.
        PrivateKey = "private_key",
        /// Another text is in the code.
        QrPrefix = "qr_prefix",
        /// Quantifiers stand in one another too deep.
        Quantifiers = "quantifiers",
        /// A text in quotation marks is no JSON string, or a list in brackets no JSON array of strings.
        Quoted = "quoted",
        /// At least 16 bytes of a secure generator are expected. Only the JavaScript facade says
        /// this.
        RandomBytesExpected = "random_bytes_expected",
        /// A record that is shown says otherwise; its JSON pointer is the detail `record`.
        RecordShown = "record_shown",
        /// Perhaps none of the records that show it may lawfully be used.
        RecordsUnusable = "records_unusable",
        /// A region's code of six digits is expected.
        Region = "region",
        /// The region's code was given up before. Only the command line says this.
        RegionEnded = "region_ended",
        /// There is no such region, as far as is known here.
        RegionUnknown = "region_unknown",
        /// A number came out of binary floating point, and was read as spreadsheets show it.
        Rounded = "rounded",
        /// Rows about it in the tables with the records could not be used.
        RowsRejected = "rows_rejected",
        /// A rule in JSON is expected.
        Rule = "rule",
        /// No section is called so.
        Section = "section",
        /// There is to be one of it, in an array or alone.
        Several = "several",
        /// A point of small order, with which a signature can fit any message.
        SmallOrder = "small_order",
        /// There is space before or after the text of a cell.
        Spaces = "spaces",
        /// An object with `get` and `set` is expected. Only the JavaScript facade says this.
        StorageExpected = "storage_expected",
        /// A string is expected.
        StringExpected = "string_expected",
        /// A text or bytes are expected. Only the JavaScript facade says this.
        TextOrBytesExpected = "text_or_bytes_expected",
        /// A number has commas between its thousands.
        Thousands = "thousands",
        /// A time is expected. Only the JavaScript facade says this.
        TimeExpected = "time_expected",
        /// A code of lower-case letters, digits, underscores and hyphens is expected, of 40 characters at most.
        Token = "token",
        /// A number is too large.
        TooLarge = "too_large",
        /// Something follows the end.
        TrailingData = "trailing_data",
        /// The type is another than expected.
        Type = "type",
        /// What its holder signs for this request alone cannot go with `unbound`.
        Unbound = "unbound",
        /// The end comes too early.
        UnexpectedEnd = "unexpected_end",
        /// An identifier is given for a key that is not of SM2.
        UnexpectedIdentifier = "unexpected_identifier",
        /// There is nothing of this name.
        Unknown = "unknown",
        /// An escape that JSON does not have.
        UnknownEscape = "unknown_escape",
        /// An extension that is not understood.
        UnknownExtension = "unknown_extension",
        /// A type of key that is not known.
        UnknownKeyType = "unknown_key_type",
        /// A text in capital letters is expected.
        UpperCaseExpected = "upper_case_expected",
        /// The type is right and the value is not allowed.
        Value = "value",
        /// A value is expected.
        ValueExpected = "value_expected",
        /// A verifier that this copy of the package made is expected. Only the JavaScript facade
        /// says this.
        VerifierExpected = "verifier_expected",
        /// There are other versions of it, but not this one.
        Version = "version",
        /// The host lets no module be compiled. Only the JavaScript facade says this.
        WasmForbidden = "wasm_forbidden",
        /// The host has no WebAssembly. Only the JavaScript facade says this.
        WasmMissing = "wasm_missing",
        /// A web page came in place of the module. Only the JavaScript facade says this.
        WebPage = "web_page",
        /// A whole number is expected.
        WholeExpected = "whole_expected",
        /// A region's code has not six digits: a spreadsheet drops zeros of numbers.
        ZeroLost = "zero_lost",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_words_in_their_order() {
        let words: Vec<&str> = Problem::ALL.iter().map(|p| p.as_str()).collect();
        assert!(words.is_sorted());
        for word in words {
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(word.chars().all(is_plain), "{word}");
        }
    }
}
