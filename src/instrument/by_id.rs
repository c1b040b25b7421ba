//! Values by id, in the order of the ids.
//!
//! A sorted list: what is kept by id here are dozens of things, rarely hundreds, and one
//! kind of list costs a fraction of what a tree for each kind of value adds to the
//! download.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ById<V>(Vec<(String, V)>);

impl<V> Default for ById<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> ById<V> {
    fn find(&self, id: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|it| it.0.as_str().cmp(id))
    }

    pub fn get(&self, id: &str) -> Option<&V> {
        Some(&self.0.get(self.find(id).ok()?)?.1)
    }

    pub fn get_mut(&mut self, id: &str) -> Option<&mut V> {
        let at = self.find(id).ok()?;
        Some(&mut self.0.get_mut(at)?.1)
    }

    pub fn contains(&self, id: &str) -> bool {
        self.find(id).is_ok()
    }

    /// Puts `value` in the place of what was there.
    pub fn insert(&mut self, id: String, value: V) {
        match self.find(&id) {
            Ok(at) => {
                if let Some(it) = self.0.get_mut(at) {
                    it.1 = value;
                }
            }
            Err(at) => self.0.insert(at, (id, value)),
        }
    }

    pub fn remove(&mut self, id: &str) -> Option<V> {
        let at = self.find(id).ok()?;
        Some(self.0.remove(at).1)
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&String, &V)> {
        self.0.iter().map(|it| (&it.0, &it.1))
    }

    pub fn ids(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|it| &it.0)
    }

    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|it| &it.1)
    }
}

impl<V> FromIterator<(String, V)> for ById<V> {
    fn from_iter<T: IntoIterator<Item = (String, V)>>(all: T) -> Self {
        let mut res = Self::default();
        for (id, value) in all {
            res.insert(id, value);
        }
        res
    }
}
