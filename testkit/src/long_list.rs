//! Status lists of many entries, one in a hundred of them set, for what is measured.

use serde_json::{Value, json};

use crate::jose::base64url;
use crate::platform::{Plan, StatusList};
use crate::random::Random;
use crate::world::{CITY, World};

/// A status list of one bit an entry.
pub struct LongList {
    uri: String,
    entries: u64,
    bytes: Vec<u8>,
    random: Random,
}

impl LongList {
    pub fn new(entries: u64) -> Self {
        let length = usize::try_from(entries.div_ceil(8)).expect("a length");
        let mut bytes = vec![0_u8; length];
        let mut random = Random::of(entries);
        for _ in 0..entries / 100 {
            let idx = random.below(entries as usize) as u64;
            bytes[usize::try_from(idx / 8).expect("an index")] |= 1 << (idx % 8);
        }
        Self {
            uri: format!("{CITY}/status/{entries}"),
            entries,
            bytes,
            random,
        }
    }

    /// Signed by the city.
    pub fn sign(&self, world: &World) -> String {
        let compressed = miniz_oxide::deflate::compress_to_vec_zlib(&self.bytes, 9);
        let claim = json!({ "bits": 1, "lst": base64url(&compressed) });
        let list = StatusList::new(&self.uri, 1, &[]).set("status_list", claim);
        list.sign_for(world)
    }

    /// The `status_list` of a bundle with this index.
    pub fn reference(&self, idx: u64) -> Value {
        json!({ "uri": self.uri, "idx": idx })
    }

    pub fn is_set(&self, idx: u64) -> bool {
        let byte = self.bytes[usize::try_from(idx / 8).expect("an index")];
        byte >> (idx % 8) & 1 == 1
    }

    /// Any index.
    pub fn any(&mut self) -> u64 {
        self.random.below(self.entries as usize) as u64
    }
}

/// A small platform whose only status list is this one.
pub fn platform_with<'w>(world: &'w World, token: String) -> Plan<'w> {
    let mut plan = Plan::small(world);
    plan.status_lists = vec![token];
    plan.manifest["status_lists"] = json!([]);
    plan
}
